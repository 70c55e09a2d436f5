// Every page of the tab over the example, in every kind of theme, wide and narrow: nothing is cut off, axe finds nothing, and pictures
// of their whole height lie in tests/webview/out for somebody to look at.
import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { copyOfExample, today } from "../editor/example.mjs";
import { violations } from "./axe.mjs";
import { openTab, pages, themes, wear } from "./harness.mjs";

const out = path.join(import.meta.dirname, "out");
let folder;
let tab;
let page;

before(async () => {
  folder = await copyOfExample();
  tab = await openTab({ folder, today, theme: themes.dark });
  page = tab.page;
});

after(async () => {
  await tab?.close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

const open = async (name) => {
  await page.getByRole("tab", { name }).click();
  await page.locator("main").getByText(pages[name]).first().waitFor();
};

/** What stands closer than a pixel to the edge of what scrolls around it, where a border at a fraction of a pixel is not drawn; and
 *  what reaches out of its card, which is not drawn at all. */
const cut = () => page.evaluate(() => {
  const box = (element) => element.getBoundingClientRect();
  const cards = [...document.querySelectorAll(".card")];
  const near = cards.filter((each) => box(each).right > box(each.parentElement).right - 0.99 || box(each).left < box(each.parentElement).left + 0.99);
  const out = cards.flatMap((card) => [...card.querySelectorAll("*")].filter((each) => box(each).right > box(card).right));
  return [...near, ...out].map((each) => each.textContent);
});

for (const name of Object.keys(pages)) {
  test(`${name} in every theme and width`, async () => {
    mkdirSync(out, { recursive: true });
    for (const width of [1440, 800, 480, 300]) {
      await page.setViewportSize({ width, height: 900 });
      await open(name);
      const height = await page.evaluate(() => document.querySelector("header").offsetHeight + Math.max(...[...document.querySelectorAll("main")].map((each) => each.scrollHeight)));
      await page.setViewportSize({ width, height: Math.max(400, height) });
      for (const [theme, variables] of Object.entries(themes)) {
        await wear(page, variables);
        await page.screenshot({ path: path.join(out, `${name.toLowerCase()}-${theme}-${width}.png`) });
        assert.deepEqual(await cut(), [], `${theme}, ${width}`);
        const wide = await page.evaluate(() => [document.scrollingElement, document.querySelector("main")].map((each) => each.scrollWidth - each.clientWidth));
        assert.deepEqual(wide, [0, 0], `${theme}, ${width}`);
        assert.deepEqual(await violations(page), [], `${theme}, ${width}`);
      }
    }
    assert.deepEqual(tab.errors, []);
  });
}
