// Items where they are mentioned: in the cells of a notebook, and in the message of a commit.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";
import { today } from "./example.mjs";

const item = `---
title: Look at tickets
status: evaluating
started: 2026-11-09
timebox_days: 20
hypothesis: Tickets improve F1 by >= 0.03
success_criteria: val_f1 >= 0.72
notebooks: [tickets.ipynb]
---
## Definition of Done
- [ ] run-logged
- [ ] evaluated
`;
const code = (source, count) => ({ cell_type: "code", execution_count: count, id: `c${count}`, metadata: {}, outputs: [], source });
const cells = [code("# as in EXP-1\nx = 1\n", 2), code("y = x\n", 1)];

let folder;
let w;

before(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-mentions-")));
  mkdirSync(path.join(folder, "tracks", "experiments"), { recursive: true });
  mkdirSync(path.join(folder, "notebooks"));
  writeFileSync(path.join(folder, "tracks", "experiments", "EXP-1.md"), item);
  const notebook = { cells, metadata: { language_info: { name: "python" } }, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(path.join(folder, "notebooks", "tickets.ipynb"), JSON.stringify(notebook, null, 1));
  execFileSync("git", ["init", "-q", folder]);
  w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: today } });
});

after(async () => {
  await w?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a named notebook that is elsewhere is found, and so is the order in which it ran", async () => {
  await w.openFile("tracks/experiments/EXP-1.md");
  await until(() => w.editor.squiggles(), ({ warning }) => warning > 0);
  await w.editor.cursorOn("tickets.ipynb");
  assert.ok((await w.editor.bulb()).includes("Set the path to notebooks/tickets.ipynb"));
  await w.editor.pickFix("Set the path to notebooks/tickets.ipynb");
  await until(() => w.editor.lines(), (lines) => lines.includes("notebooks: [notebooks/tickets.ipynb]"));
  await w.editor.save();
  const found = await until(() => w.problems(), (all) => all.some(({ code }) => code === "notebook-not-run-in-order"));
  assert.ok(found.every(({ code }) => code !== "missing-notebook"));
});

test("an id in a cell hovers, and is offered while it is typed", async () => {
  await w.quickOpen("tickets.ipynb");
  await w.quickInput.locator('.monaco-list-row[aria-label^="tickets.ipynb notebooks,"]').first().click();
  const overlay = w.page.locator(".notebookOverlay");
  await overlay.locator(".cell .view-line").first().waitFor();
  w.editor.frame = overlay;
  assert.match(await w.editor.hover("EXP-1"), /Look at tickets/);
  await w.screenshot("notebook-hover");
  await w.editor.cursorOn("x = 1");
  await w.page.keyboard.press("End");
  await w.editor.type("  # see EXP-");
  const offer = w.page.locator(".suggest-widget .monaco-list-row", { hasText: "Look at tickets" });
  await offer.first().waitFor();
  await w.screenshot("notebook-completion");
  await w.page.keyboard.press("Enter");
  await w.editor.save();
  const saved = () => JSON.parse(readFileSync(path.join(folder, "notebooks", "tickets.ipynb"), "utf8")).cells[0].source.join("");
  await until(saved, (text) => text.includes("x = 1  # see EXP-1\n"));
});

test("the definition of an id in a cell is its file", async () => {
  await w.editor.cursorOn("EXP-1");
  await w.page.keyboard.press("F12");
  await w.page.locator('.tab.active[data-resource-name="EXP-1.md"]').first().waitFor();
});

test("an id is offered where a commit's message is written", async () => {
  await w.page.keyboard.press("Control+Shift+G");
  await w.page.locator(".scm-editor .view-line").first().click();
  await w.editor.type("Try EXP-");
  await w.page.locator(".suggest-widget .monaco-list-row", { hasText: "Look at tickets" }).first().waitFor();
  await w.screenshot("commit-completion");
});
