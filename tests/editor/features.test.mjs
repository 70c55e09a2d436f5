// What VS Code makes of the language server's answers, and of the tree's keys: each once.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";

const exp = "tracks/experiments/EXP-1 Look.md";
const task = "tracks/tasks/TASK-2 Serve.md";
const files = {
  [exp]: "---\nid: EXP-1\nstatus: running\nstarted: 2026-11-02\ntimebox_days: 10\nassignee: ana\n---\nText\n\n## Definition of Done\n- [ ] Logged\n",
  [task]: "---\nid: TASK-2\nstatus: backlog\ndepends_on: [EXP-1]\n---\nAfter EXP-1 has ended.\n",
  "look.ipynb": '{"cells": [{"cell_type": "code", "source": ["# EXP-1"], "metadata": {}, "outputs": [], "execution_count": null}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}',
};
let folder;
let w;

before(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-features-")));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const git = (...args) => execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", ...args], { cwd: folder });
  git("init", "-q", "-b", "exp-1-look");
  git("add", ".");
  git("commit", "-q", "-m", "EXP-1: look");
  w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: "2026-11-16" } });
  await w.openSidebar();
  await until(() => w.board(), (rows) => rows.some(({ label }) => label === "EXP-1"));
});

after(async () => {
  await w?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const activeTab = (name) => w.page.locator(`.tab.active[data-resource-name="${name}"]`).first().waitFor();

test("an item is found by its id among all symbols", async () => {
  await w.page.keyboard.press("Control+t");
  await w.quickInput.locator(".quick-input-box input").fill("#EXP-1");
  await w.pick("EXP-1 Look");
  await activeTab("EXP-1 Look.md");
  w.editor.workbench.openedPath = exp;
});

test("behind a timebox stands when it ends", async () => {
  await until(() => w.editor.lines(), (lines) => lines.some((line) => /^timebox_days: 10.*12 Nov/.test(line)));
});

test("an item's file has an outline, and folds", async () => {
  await w.quickOpen("@");
  await until(() => w.picks(), (picks) => picks.some((pick) => pick.includes("Definition of Done")));
  await w.page.keyboard.press("Escape");
  await w.command("Fold All");
  await until(() => w.editor.lines(), (lines) => !lines.some((line) => line.startsWith("status:")));
  await w.command("Unfold All");
});

test("an id has a colour of its own", async () => {
  await w.openFile(task);
  const spans = w.editor.frame.locator(".view-line span span");
  await until(async () => spans.allInnerTexts(), (texts) => texts.filter((text) => text === "EXP-1").length === 2, { seconds: 20 });
});

test("an id has references, an implementation, and a hierarchy of what waits", async () => {
  await w.quickOpen(":6:8");
  await w.page.keyboard.press("Enter");
  await w.page.keyboard.press("Shift+F12");
  const references = w.page.locator(".reference-zone-widget .ref-tree .monaco-list-row");
  await until(async () => (await references.allInnerTexts()).join("\n"), (text) => text.includes("TASK-2 Serve.md") && text.includes("EXP-1 Look.md"));
  await w.page.keyboard.press("Escape");
  await w.command("Peek Call Hierarchy");
  const hierarchy = w.page.locator(".call-hierarchy .monaco-list-row");
  await until(async () => (await hierarchy.allInnerTexts()).join("\n"), (text) => text.includes("EXP-1 Look") && text.includes("TASK-2 Serve"));
  await w.page.keyboard.press("Escape");
  await w.command("Peek Implementations");
  await until(async () => (await references.allInnerTexts()).join("\n"), (text) => text.includes("# EXP-1"));
});

test("the status bar shows the branch's item, with its actions", async () => {
  const entry = w.page.locator(".statusbar-item", { hasText: /EXP-1/ }).first();
  await entry.click();
  assert.ok((await w.picks()).some((pick) => pick.startsWith("Move to")), (await w.picks()).join(", "));
  await w.page.keyboard.press("Escape");
});

test("Alt+D asks for the decision on the row, and the filter shows a part of the tree", async () => {
  await w.openSidebar();
  await w.row("EXP-1").click();
  await w.page.keyboard.press("Alt+d");
  await until(() => w.picks(), (picks) => picks.some((pick) => pick.includes("Iterate") || pick.includes("iterate")));
  await w.page.keyboard.press("Escape");
  await w.command("Dualtrack: Filter Board…");
  await w.pick("Needs a decision");
  await until(() => w.board(), (rows) => rows.some(({ label }) => label === "EXP-1") && !rows.some(({ label }) => label === "TASK-2"));
});
