// What axe-core, the usual checker of accessibility, finds in a page: nothing, if all is well.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Each violation with the elements it is of; `frame` is a page, or the frame of a webview; `rules`: these only. */
export async function violations(frame, ...rules) {
  await frame.evaluate(axe);
  return frame.evaluate(async (only) => {
    const found = (await window.axe.run(only)).violations;
    return found.flatMap(({ id, nodes }) => nodes.map(({ html, any, all, none }) => `${id}: ${html} ${[...any, ...all, ...none].map(({ message }) => message).join("; ")}`));
  }, rules.length ? { runOnly: rules } : {});
}
