// In German: what package.json, the client and the tab say themselves.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";

let folder;
let w;

before(async () => {
  folder = await copyOfExample();
  w = await openWorkbench({ folder, language: "de", env: { DUALTRACK_TODAY: today } });
});

after(async () => {
  await w?.close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

test("commands, questions and the tab are in German", async () => {
  await w.openSidebar();
  await until(() => w.board(), (rows) => rows.length > 5);
  await w.command("Dualtrack: Verschieben nach…");
  await w.quickInput.locator(".quick-input-title", { hasText: "Welcher Eintrag?" }).waitFor();
  await w.page.keyboard.press("Escape");
  await w.command("Dualtrack: Board öffnen");
  const frame = await until(
    async () => {
      for (const each of w.page.frames()) if (await each.locator('[role="tab"]', { hasText: "Modelle" }).count().catch(() => 0)) return each;
    },
    Boolean,
  );
  await frame.locator("label", { hasText: "Bahnen nach" }).waitFor();
  assert.equal(await frame.locator("html").getAttribute("lang"), "de");
  const tabs = () => frame.locator('[role="tab"]').allInnerTexts();
  assert.deepEqual(await until(tabs, ([first]) => first !== "Jetzt"), ["Jetzt 2", "Board", "Sprint", "Modelle", "Fluss", "Erkenntnisse"]);
  await w.screenshot("german-board");
});
