// What git knows of an item, in the editor: the line above it, its journey in the tab, and the branch on which work on it starts.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";
import { untilKept } from "./shown_tab.mjs";

const ops3 = "tracks/tasks/OPS-3 Deploy churn 1.1.md";
const ops4 = "tracks/tasks/OPS-4 Deploy churn 1.2 behind a flag.md";

let folder;
let w;

const git = (...args) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();

before(async () => {
  folder = await copyOfExample();
  w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: today }, size: { width: 1400, height: 1000 } });
});

after(async () => {
  await w?.close();
  if (folder) rmSync(path.dirname(folder), { recursive: true, force: true });
});

/** The frame of the tab, once it shows an item with some words. */
async function item(words) {
  const shown = (frame) => frame.evaluate(() => document.getElementById("item")?.textContent ?? "").catch(() => "");
  return until(async () => {
    for (const frame of w.page.frames()) if ((await shown(frame)).includes(words)) return frame.locator("#item");
  }, Boolean);
}

test("the line above an item leads to its page with its journey", async () => {
  await w.openFile(ops3);
  const lens = w.page.locator(".codelens-decoration a", { hasText: "4 commits" });
  await lens.waitFor();
  await lens.click();
  const text = await (await item("in-progress → done")).textContent();
  for (const words of ["churn@v1.1.0", "CI/CD 2 commits", "1 commit, churn#prod#1", "Deploy churn 1.1"]) {
    assert.ok(text.includes(words), `${words} in ${text}`);
  }
  await w.screenshot("journey");
});

test("a file of the journey opens as it was at its commit, and cannot be changed", async () => {
  const file = ".github/workflows/deploy.yml";
  writeFileSync(path.join(folder, file), "name: Of today\n");
  await (await item("deploy.yml")).getByRole("button", { name: "deploy.yml" }).click();
  await w.page.locator('.tab.active[data-resource-name="deploy.yml"]').first().waitFor();
  const committed = git("show", `HEAD:${file}`).split("\n");
  const shown = async () => (await w.editor.lines()).slice(0, committed.length);
  await until(shown, (lines) => lines.length === committed.length && lines.every((line, at) => line === committed[at]));
  await w.editor.cursorOn("name: Deploy");
  await w.editor.type("x");
  assert.deepEqual(await shown(), committed);
  git("checkout", "-q", "--", file);
});

test("Report… asks for the kind, shows a page, and its button keeps it in the wiki", async () => {
  await w.command("Dualtrack: Report…");
  await until(() => w.picks(), (all) => all.some((kind) => kind.includes("When will it be ready"))); // not the palette's own
  await w.pick("Stakeholder");
  await w.page.locator(".tab.active", { hasText: "Stakeholder Report" }).waitFor();
  const textOf = (frame) => frame.evaluate(() => document.body.innerText).catch(() => "");
  const texts = async () => Promise.all(w.page.frames().map(textOf));
  const text = (await until(texts, (all) => all.some((each) => each.includes("Is it good enough?")))).join("\n");
  assert.match(text, /0\.7311 now|yes, but not repeated yet/);
  await w.screenshot("report");
  await untilKept(w, "dualtrack-report:");
  await w.command("Developer: Reload Window");
  await until(texts, (all) => !all.some((each) => each.includes("Is it good enough?")));
  assert.match((await until(texts, (all) => all.some((each) => each.includes("Is it good enough?")))).join("\n"), /0\.7311 now|yes, but not repeated yet/);
  assert.equal(git("status", "--porcelain"), "");
  await w.page.locator('.editor-actions [aria-label="Save Report in the Wiki"]').first().click();
  const wiki = () => git("status", "--porcelain", "-uall");
  assert.match(await until(wiki, (status) => status.includes("wiki")), /^\?\? "tracks\/wiki\/[\d-]{10} Where .* stands\.md"$/);
  await w.page.locator('.tab.active[data-resource-name$=" stands.md"]').first().waitFor();
  git("clean", "-fdq", "tracks/wiki");
});

test("a card shows its page, from which a notebook opens as one, and offers no start where work has ended", async () => {
  await w.openSidebar();
  await until(() => w.board(), (rows) => rows.some(({ label }) => label.startsWith("EXP-23")));
  await w.rowMenu("EXP-23", "Show Item", w.page.locator(".tab.active", { hasText: "Board" }));
  await (await item("notebooks/ticket_features.ipynb")).getByRole("button", { name: "ticket_features.ipynb" }).click();
  await w.page.locator(".notebook-editor .code-cell-row, .notebook-editor .cell-list-container").first().waitFor();
  await w.row("done").click();
  await w.row("TASK-12").click({ button: "right" });
  const menu = w.page.locator(".context-view .monaco-menu");
  await menu.waitFor();
  assert.ok(!(await menu.innerText()).includes("Start Work"));
  await w.page.keyboard.press("Escape");
});

test("work starts on a branch of its own, and nothing is committed", async () => {
  const head = git("rev-parse", "HEAD");
  await w.rowMenu("OPS-4", "Start Work…");
  await w.answer("ops-4-behind-a-flag");
  await until(() => readFileSync(path.join(folder, ops4), "utf8"), (text) => text.includes("status: in-progress"));
  assert.equal(git("branch", "--show-current"), "ops-4-behind-a-flag");
  assert.equal(git("rev-parse", "HEAD"), head);
  assert.equal(git("status", "--porcelain"), `M "${ops4}"`);
});

test("the improvement of a sprint becomes a task by its menu", async () => {
  await w.rowMenu("sprint-5", "Turn the Improvement into a Task…");
  await w.answer("Provide data faster");
  const sprint = path.join(folder, "tracks/sprints/sprint-5.yaml");
  await until(() => readFileSync(sprint, "utf8"), (text) => text.includes("retro: {improvement: TASK-16}"));
  const task = path.join(folder, "tracks/tasks/TASK-16 Provide data faster.md");
  await until(() => existsSync(task) && readFileSync(task, "utf8"), (text) => /^title: Provide data faster$/m.test(text || ""));
});
