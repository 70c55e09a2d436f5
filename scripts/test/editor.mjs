// The tests of the tab in a browser, and of the extension in VS Code, with what they need.
import { readdirSync } from "node:fs";
import path from "node:path";
import { root, runMain } from "../setup/common.mjs";
import { ensureChromium } from "../setup/chromium.mjs";
import { ensureVsix } from "../setup.mjs";
import { ensureWorkbench } from "../workbench.mjs";
import { checkWithNode } from "./checks.mjs";

/**
 * What the oldest VS Code can do otherwise: load the extension and show its state, tree, hovers, light bulb, edits and drops,
 * notebooks and the box of a commit's message, symbols, references and hierarchies, what it keeps from a folder that is not
 * trusted, its set-up and its tab. The other tests use the same parts of the workbench for other answers of the server (files,
 * git), or take pictures to look at (screens).
 */
const OLDEST = ["start", "journey", "mentions", "features", "untrusted", "setup", "tab"];

/** That it loads in one between, shows its state, its answers and its walkthrough, and keeps away from a folder that is not trusted. */
const BETWEEN = ["start", "mentions", "untrusted", "setup"];

const testsIn = (folder) => {
  const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith(".test.mjs"));
  return names.map((name) => path.join(folder, name));
};

await runMain(async () => {
  const folder = path.join("tests", "editor");
  await ensureVsix();
  await ensureChromium();
  const inBrowser = testsIn(path.join("tests", "webview"));
  await checkWithNode("tests of the tab in a browser", ["--test", "--test-reporter=spec", ...inBrowser]);
  const some = (names) => names.map((name) => path.join(folder, `${name}.test.mjs`));
  for (const [version, tests] of [["1.139", testsIn(folder)], ["1.108", some(BETWEEN)], ["1.99", some(OLDEST)]]) {
    await ensureWorkbench(version);
    // One after the other: two workbenches with their browsers take more memory and time than they save.
    const args = ["--test", "--test-concurrency=1", "--test-reporter=spec", ...tests];
    await checkWithNode(`editor tests in VS Code ${version}`, args, { env: { DUALTRACK_WORKBENCH: version } });
  }
});
