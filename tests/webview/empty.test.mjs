// A board with nothing on it: each page says what there is not; that nothing fits the filter only where there is one.
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { today } from "../editor/example.mjs";
import { until } from "../editor/until.mjs";
import { violations } from "./axe.mjs";
import { openTab, themes } from "./harness.mjs";

const texts = {
  Now: "Nothing needs anybody now.",
  Board: "There is no card yet. New Item…",
  Sprint: "There is no sprint. New Item…",
  Models: "There is no model version. New Item…",
  Learnings: "No experiment has been decided yet. What was tried, what came of it and what it taught will stand here.",
};
let folder;
let tab;

before(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-empty-")));
  writeFileSync(path.join(folder, "dualtrack.yaml"), "root: tracks\n");
  tab = await openTab({ folder, today, theme: themes.light });
});

after(async () => {
  await tab?.close();
  rmSync(folder, { recursive: true, force: true });
});

const says = () => tab.page.locator("main .standing").innerText();

for (const [name, text] of Object.entries(texts)) {
  test(name, async () => {
    await tab.page.getByRole("tab", { name }).click();
    await until(says, (shown) => shown.trim() === text);
    assert.deepEqual(await violations(tab.page), []);
    await tab.page.getByPlaceholder("Filter (/)").fill("nowhere");
    await until(says, (shown) => shown === "Nothing fits the filter. Show All");
    await tab.page.getByRole("button", { name: "Show All" }).click();
    await until(says, (shown) => shown.trim() === text);
  });
}

test("Flow, where nothing can be told of another day either", async () => {
  await tab.page.getByRole("tab", { name: "Flow" }).click();
  await until(says, (shown) => shown.startsWith("Nothing is known of the past"));
  assert.equal(await tab.page.getByRole("slider").count(), 0);
  assert.deepEqual(tab.errors, []);
});
