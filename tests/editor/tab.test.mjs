// The board in a tab: what it shows, moving a card by keyboard and mouse, and a reload.
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";
import { card, shownTab, untilKept } from "./shown_tab.mjs";

const hostile = '<img src=x onerror="document.title=1"> [x](command:dualtrack.restart) https://example.org';
const columnOf = (frame, id) => card(frame, id).evaluate((element) => element.closest("[data-column]")?.dataset.column.split("\n").at(-1));

test("the board in a tab", async () => {
  const folder = await copyOfExample();
  const task = path.join(folder, "tracks", "tasks", "TASK-999 Odd.md");
  const exp23 = path.join(folder, "tracks", "experiments", "EXP-23 Add support-ticket features.md");
  writeFileSync(task, `---\ntitle: ${JSON.stringify(hostile)}\nstatus: backlog\n---\n`);
  const w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: today } });
  try {
    await w.openSidebar();
    await until(() => w.board(), (rows) => rows.some(({ description }) => description.includes("0.7311 ✓")));
    await w.command("Dualtrack: Open Board");
    let frame = await shownTab(w);
    await until(() => card(frame, "EXP-23").innerText(), (text) => /0\.7311 ≥ 0\.72/.test(text));
    assert.equal(await card(frame, "TASK-999").locator(".title").innerText(), hostile);
    assert.equal(await frame.locator("img, a").count(), 0);

    await test("a move by keyboard asks what the tree's drop asks", async () => {
      assert.equal(await columnOf(frame, "TASK-999"), "backlog");
      await card(frame, "TASK-999").focus();
      for (const key of [" ", "ArrowRight", "Enter"]) await w.page.keyboard.press(key);
      await until(() => columnOf(frame, "TASK-999"), (column) => column === "in-progress");
      await until(() => readFileSync(task, "utf8"), (text) => /status: in-progress/.test(text)); // the board is ahead of the save
    });

    await test("a card is dragged onto a column", async () => {
      const column = frame.locator('[data-column$="\\a production\\a backlog"]').first();
      await card(frame, "TASK-999").dragTo(column);
      await until(() => readFileSync(task, "utf8"), (text) => /status: backlog/.test(text));
    });

    await test("a card opens beside the board, and a fix of it changes the file", async () => {
      await card(frame, "EXP-23").click();
      await frame.getByText("Next decide: the timebox is 4 days over").waitFor();
      await frame.getByRole("button", { name: "Extend the timebox of EXP-23 by 5 days" }).click();
      await until(() => readFileSync(exp23, "utf8"), (text) => text.includes("days: 5"));
      await w.page.locator('.tab.active[data-resource-name^="EXP-23 "]').first().waitFor(); // the cursor goes to where the reason is typed
      await w.command("Dualtrack: Open Board");
      frame = await shownTab(w);
      await frame.locator("#item").getByText("1 left").waitFor();
    });

    await test("the tab, its filter and its item outlive a reload", async () => {
      await card(frame, "EXP-23").press("/");
      await w.page.keyboard.type("EXP-23");
      await until(() => frame.locator("[data-card]").count(), (count) => count === 1);
      await untilKept(w, "text:[EXP-23]");
      await w.command("Developer: Reload Window");
      await until(() => frame.isDetached(), Boolean);
      frame = await shownTab(w);
      await until(() => frame.locator("[data-card]").count(), (count) => count === 1);
      assert.equal(await frame.locator("#filter").inputValue(), "EXP-23");
      await frame.getByRole("complementary", { name: "EXP-23 Add support-ticket features" }).waitFor();
    });

    await test("a link to an item is copied from the tree, and opens the item with the filter that it names", async () => {
      await until(() => w.board(), (rows) => rows.some(({ description }) => description.includes("0.7311 ✓")));
      await w.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      const copied = async () => {
        await w.rowMenu("EXP-24", "Copy Link");
        return w.page.evaluate(() => navigator.clipboard.readText()).catch(() => "");
      };
      const link = await until(copied, (text) => text.includes("EXP-24"));
      assert.match(link, /^[\w-]+:\/\/dualtrack\.dualtrack\/board\?item=EXP-24$/);
      await w.command("Developer: Open URL");
      await w.answer(`${link}&text=Calibrate&command=workbench.action.quit`);
      await w.page.locator(".monaco-dialog-box .monaco-button", { hasText: "Open" }).click();
      await until(() => frame.locator("#filter").inputValue(), (text) => text === "Calibrate");
      await frame.getByRole("complementary", { name: /^EXP-24 / }).waitFor();
      assert.equal(await frame.locator("[data-card]").count(), 1);
      await w.screenshot("link");
    });
  } finally {
    await w.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
});
