// What a screen reader reads of each page of the tab, and of an item of each kind, over the example: in *.aria.yaml beside this file,
// which DUALTRACK_UPDATE=1 writes anew.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { copyOfExample, today } from "../editor/example.mjs";
import { until } from "../editor/until.mjs";
import { openTab } from "./harness.mjs";

let folder;
let tab;
let page;

before(async () => {
  folder = await copyOfExample();
  tab = await openTab({ folder, today });
  page = tab.page;
  await page.getByRole("article", { name: /EXP-23/ }).getByText("met once").waitFor();
});

after(async () => {
  await tab?.close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

async function compare(name, element) {
  const file = path.join(import.meta.dirname, `${name}.aria.yaml`);
  const read = async () => `${await element.ariaSnapshot()}\n`;
  if (process.env.DUALTRACK_UPDATE) await sleep(5000).then(async () => writeFileSync(file, await read()));
  const expected = readFileSync(file, "utf8");
  // What git and the runs tell comes when it comes.
  await until(read, (now) => now === expected).catch(async () => assert.equal(await read(), expected));
}

for (const name of ["Board", "Now", "Sprint", "Models", "Flow", "Learnings"]) {
  test(name, async () => {
    await page.getByRole("tab", { name }).click();
    await page.locator("main [data-item]").first().waitFor();
    await compare(name.toLowerCase(), page.locator("body"));
  });
}

for (const [tab, key] of [["Board", "EXP-23"], ["Board", "TASK-14"], ["Sprint", "sprint-5"], ["Models", "churn@1.2"]]) {
  test(`the item ${key}`, async () => {
    await page.getByRole("tab", { name: tab }).click();
    await page.locator("main [data-item]").filter({ hasText: key }).first().click();
    const item = page.getByRole("complementary", { name: new RegExp(`^${key}`) });
    await item.getByText("What happened").waitFor();
    await compare(`item-${key}`, item);
    await page.keyboard.press("Escape");
  });
}
