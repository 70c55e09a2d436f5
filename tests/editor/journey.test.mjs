// The main job: a repository's board in a real workbench, from the first look to the decision.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";

const exp23 = "tracks/experiments/EXP-23 Add support-ticket features.md";
const exp24 = "tracks/experiments/EXP-24 Calibrate scores with isotonic regression.md";
const spike3 = "tracks/experiments/SPIKE-3 Score new customers earlier.md";
const data7 = "tracks/tasks/DATA-7 Ticket text snapshot.md";
const task15 = "tracks/tasks/TASK-15 Scores from the ticket features.md";
const data8 = "tracks/tasks/DATA-8 Reasons for cancelling.md";
const task14 = "tracks/tasks/TASK-14 Nightly batch scoring.md";
const bug31 = "tracks/tasks/BUG-31 Returning customers are counted twice.md";

let folder;
let w;

const read = (file) => readFileSync(path.join(folder, file), "utf8");
const bytes = (file) => readFileSync(path.join(folder, file));
const git = (...args) => execFileSync("git", args, { cwd: folder, encoding: "utf8" });

/** The label of the status under which a card stands. */
async function columnOf(label) {
  let column;
  for (const row of await w.board()) {
    if (row.level === 2) column = row.label;
    if (row.level === 3 && row.label.startsWith(label)) return column;
  }
  return undefined;
}

/** Wait until the cursor has followed a decision to where the learnings are typed, below what the file held before. */
const cursorBelow = (text) => until(() => w.editor.position(), ({ line }) => line >= text.split("\n").length);

before(async () => {
  folder = await copyOfExample();
  w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: today }, size: { width: 1400, height: 1000 } });
});

after(async () => {
  await w?.close();
  if (folder) rmSync(path.dirname(folder), { recursive: true, force: true });
});

test("the board's cards appear, with their metrics and a badge", async () => {
  await w.openSidebar();
  const wanted = ["research", "production", "data", "To decide", "sprint-5", "Models", "EXP-23", "DATA-8"];
  const rows = await until(
    () => w.board(),
    (all) => {
      const both = all.filter(({ label }) => label.startsWith("EXP-23")); // under "To decide" and in its column
      const shown = wanted.every((each) => all.some(({ label }) => label === each)); // rows are drawn one after the other
      return shown && both.length === 2 && both.every(({ description }) => description.includes("0.7311 ✓"));
    },
  );
  assert.match(rows.find(({ label }) => label.startsWith("EXP-23")).description, /^4 d over · ana · 0\.7311 ✓/);
  const badge = w.page.locator('.activitybar .action-item:has([aria-label^="Dualtrack"]) .badge-content').first();
  await until(() => badge.innerText(), (text) => text === "2");
  await w.screenshot("board");
});

test("the tooltip of a card says what is known of it", async () => {
  const parts = [
    "words", // the best run, by its name
    "inferred from the names of the runs",
    "notebooks/ticket_features.ipynb",
  ];
  await until(() => w.rowHover("EXP-23"), (text) => parts.every((part) => text.includes(part)));
});

test("an expired timebox and a missing item are squiggles and problems", async () => {
  const problems = await until(
    () => w.problems(),
    (all) => all.length >= 6, // those in view
  );
  const codes = problems.map(({ code }) => code);
  for (const code of ["expired-timebox", "done-with-open-dod", "missing-learnings", "contradicted-stage"]) {
    assert.ok(codes.some((shown) => shown.includes(code)), `${code} in ${codes.join(", ")}`);
  }
  const counts = async () => (await w.page.locator('.statusbar-item[id="status.problems"]').innerText()).match(/\d+/g);
  await until(counts, (found) => found.join() === "0,4,2"); // errors, warnings, information
  await w.page.keyboard.press("Control+j");
  for (const [file, found] of [[exp24, { warning: 0, info: 1 }], [exp23, { warning: 1, info: 0 }]]) {
    await w.openFile(file);
    await until(() => w.editor.squiggles(), ({ warning, info }) => warning === found.warning && info === found.info);
  }
});

test("the hover shows the metric that MLflow holds", async () => {
  const shown = await w.editor.hover("EXP-23");
  await w.screenshot("hover");
  assert.match(shown, /val_f1 0\.7311 ≥ 0\.72, met/);
  assert.match(shown, /4 days over the timebox of 10 days/);
  assert.match(shown, /Still to do Metrics computed on validation and holdout/);
});

test("Decided not to pursue, from the light bulb, changes the file, the board and the findings", async () => {
  const original = read(exp23);
  await w.editor.cursorOn("timebox_days: 10");
  const offered = await w.editor.bulb();
  await w.screenshot("light-bulb");
  assert.ok(offered.some((entry) => entry.includes("Extend the timebox of EXP-23 by 5 days")), offered.join(", "));
  await w.editor.pickFix("Decide not to pursue");
  await until(() => w.editor.isDirty(), Boolean);
  await until(() => w.editor.lines(), (lines) => lines.some((line) => line.startsWith("> Validation F1")));
  await cursorBelow(original);
  await w.editor.type("Tickets come in after the customer has left.");
  await w.screenshot("decided");
  await until(() => columnOf("EXP-23"), (column) => column !== "running");
  await w.editor.save();
  const saved = await until(() => read(exp23), (text) => text.includes("Tickets come in after"));
  const lines = saved.split("\n");
  assert.ok(lines.includes("status: decided"));
  assert.ok(lines.includes("decision: decided-not-to-pursue"));
  assert.ok(lines.includes(`closed: ${today}`));
  const quoted = lines.findIndex((line) => line.startsWith("> Validation F1 >= 0.72: val_f1 0.7311 ≥ 0.72, met"));
  assert.deepEqual(lines.slice(quoted + 1), ["", "Tickets come in after the customer has left.", ""]);
  const kept = original.split("\n").filter((line) => !line.startsWith("status:"));
  assert.deepEqual(kept.filter((line) => !lines.includes(line)), []);
  assert.equal((await until(() => w.editor.squiggles(), ({ warning }) => warning === 1)).warning, 1); // an item of the checklist is open
  assert.match(git("status", "--porcelain"), /^ M "?tracks\/experiments\/EXP-23/m);
});

test("Move to… by the context menu changes the status on disk, and Undo takes it back", async () => {
  const before = bytes(bug31);
  await w.rowMenu("BUG-31", "Move to…");
  assert.deepEqual(await w.picks(), ["backlog", "in-progress", "done", "dropped"]);
  await w.pick("in-progress");
  await until(() => read(bug31), (text) => /^status: in-progress$/m.test(text));
  await until(() => columnOf("BUG-31"), (column) => column === "in-progress");
  await until(() => w.messages(), (all) => all.some((text) => text.includes("BUG-31 moved to in-progress")));
  await w.pressButton("Undo");
  await until(() => bytes(bug31), (now) => now.equals(before));
  await until(() => columnOf("BUG-31"), (column) => column === "review");
});

test("Move to… by the keyboard is of the card with the focus, and of all that are selected", async () => {
  await w.row("BUG-31").click();
  for (const key of ["ArrowUp", "ArrowUp", "Alt+m"]) await w.page.keyboard.press(key);
  await w.quickInput.getByText("TASK-14 Nightly batch scoring").waitFor();
  await w.pick("review");
  await until(() => read(task14), (text) => /^status: review$/m.test(text));
  await until(() => columnOf("TASK-14"), (column) => column === "review");
  const before = [bytes(task14), bytes(task15)];
  await w.row("TASK-14").click();
  await w.row("TASK-15").click({ modifiers: ["ControlOrMeta"] });
  await w.page.keyboard.press("Alt+m");
  await w.quickInput.getByText("2 items").waitFor();
  await w.pick("in-progress");
  for (const file of [task14, task15]) await until(() => read(file), (text) => /^status: in-progress$/m.test(text));
  await until(() => w.messages(), (all) => all.some((text) => text.includes("TASK-14, TASK-15 moved to in-progress")));
  await w.pressButton("Undo");
  await until(() => [bytes(task14), bytes(task15)], (now) => now.every((text, at) => text.equals(before[at])));
});

test("Undo Last Change takes back one change after the other when their messages are gone", async () => {
  const files = [data8, bug31];
  const before = files.map(bytes);
  await w.rowMenu("DATA-8", "Move to…");
  await w.pick("validating");
  await until(() => read(data8), (text) => /^status: validating$/m.test(text));
  await w.rowMenu("BUG-31", "Move to…");
  await w.pick("done");
  await until(() => read(bug31), (text) => /^status: done$/m.test(text));
  await w.command("Notifications: Clear All Notifications");
  await until(() => w.messages(), (all) => all.length === 0);
  for (const at of [1, 0]) {
    await w.command("Dualtrack: Undo Last Change");
    await until(() => bytes(files[at]), (now) => now.equals(before[at]));
  }
});

test("Move to… by drag and drop", async () => {
  await w.row("DATA-9").waitFor({ state: "hidden" }); // it is in a column that is closed
  // Rows that move meanwhile make the browser drop it somewhere else: then it is dropped again.
  const dropped = async () => {
    await w.row("DATA-7").dragTo(w.row("ready"), { timeout: 3000 }).catch(() => undefined);
    return until(() => read(data7), (text) => /^status: ready$/m.test(text), { seconds: 5 }).catch(() => "");
  };
  assert.match(await until(dropped, Boolean), /^closed: 2026-11-16$/m);
  await until(() => columnOf("DATA-7"), (column) => column === undefined);
});

test("Extend Timebox… asks for days and a reason, and records both", async () => {
  await w.rowMenu("SPIKE-3", "Extend Timebox…");
  await w.quickInput.getByText("Days to add").waitFor();
  await w.answer("3");
  await w.quickInput.getByText("Why it takes longer").waitFor();
  await w.answer("The labels are late: {next week}");
  await until(() => read(spike3), (text) => text.includes('  - {days: 3, on: 2026-11-16, reason: "The labels are late: {next week}"}\n'));
  await until(async () => (await w.board()).find(({ label }) => label.startsWith("SPIKE-3")).description, (now) => now.startsWith("7 d left"));
});

test("Decide… from the board writes the decision and shows where the reason is typed", async () => {
  await w.rowMenu("EXP-24", "Decide…");
  const decisions = (await w.picks()).map((pick) => pick.replace(/val_brier.*$/, "")); // what was measured stands beside each
  assert.deepEqual(decisions, ["Ship", "Iterate", "Inconclusive", "Decided not to pursue"]);
  await w.pick("Iterate");
  await w.quickInput.getByText("Why?").waitFor();
  await w.answer("");
  await until(() => read(exp24), (text) => /^decision: iterate$/m.test(text));
  await w.page.locator('.tab.active[data-resource-name^="EXP-24 "]').first().waitFor();
  await until(() => w.editor.lines(), (lines) => lines.some((line) => line.startsWith("## Learnings")));
});

test("a finding's code opens the page of its rule", async () => {
  await w.command("Problems: Focus on Problems View");
  const link = w.page.locator(".markers-panel-container a", { hasText: "done-with-open-dod" }).first();
  const tab = w.page.locator(".tab.active", { hasText: "done-with-open-dod" }).first();
  const opened = async () => {
    await link.click({ modifiers: ["Control"] });
    return tab.waitFor({ timeout: 5000 }).then(() => true, () => false);
  };
  await until(opened, Boolean); // a row that is drawn anew meanwhile takes no click
  const shown = async () => (await Promise.all(w.page.frames().map((frame) => frame.locator("body").innerText().catch(() => "")))).join();
  await until(shown, (text) => text.includes("An item that is called done while its Definition of Done is open."));
  await w.screenshot("rule-page");
  await w.page.keyboard.press("Control+j");
});

test("a git checkout outside the editor reaches the board", async () => {
  git("checkout", "-q", "--", ".");
  await until(() => columnOf("TASK-14"), (column) => column === "in-progress");
  await w.watching();
  const added = git("log", "--diff-filter=A", "--format=%H", "--", exp24).trim();
  git("checkout", "-q", `${added}^`);
  // Until git has told of the other branches, there is no card at all.
  const card = async () => (await w.board()).find(({ label, level }) => level === 3 && label.startsWith("EXP-24"))?.description ?? "";
  await until(card, (description) => description.includes("only on main"));
  git("checkout", "-q", "main");
  await until(card, (description) => description !== "" && !description.includes("only on main"));
  assert.equal(await columnOf("EXP-24"), "evaluating");
});

test("a card stays where it was while its status is typed, until the cursor has left", async () => {
  const before = read(task14);
  await w.openFile(task14);
  await w.editor.cursorOn("status: in-progress");
  for (const key of ["End", "Shift+Home", "Backspace"]) await w.page.keyboard.press(key);
  await w.editor.type("status: ");
  await w.page.waitForTimeout(1500); // longer than the board waits for the next key
  assert.equal(await columnOf("TASK-14"), "in-progress");
  for (const key of ["Escape", "ArrowDown"]) await w.page.keyboard.press(key); // past the values that are offered
  await until(() => columnOf("TASK-14"), (column) => column === "backlog");
  await w.command("File: Revert File");
  await until(() => columnOf("TASK-14"), (column) => column === "in-progress");
  assert.equal(read(task14), before);
});

test("save, undo, save restores the same bytes, whatever the line ends", async () => {
  const text = ["---", "id: EXP-40", "title: Ünïcödé 😀", "status: 'running' # now", "started: 2026-11-02", "timebox_days: 3", "---", "", "Text", ""];
  const files = {
    "tracks/experiments/EXP-40 lf.md": text.join("\n"),
    "tracks/experiments/EXP-41 crlf.md": text.join("\r\n").replace("EXP-40", "EXP-41"),
    "tracks/experiments/EXP-42 bom.md": `\ufeff${text.join("\r\n").replace("EXP-40", "EXP-42")}`,
  };
  for (const [file, content] of Object.entries(files)) {
    writeFileSync(path.join(folder, file), content);
    const before = bytes(file);
    await until(() => columnOf(path.basename(file).slice(0, 6)), (column) => column === "running");
    await w.openFile(file);
    await until(() => w.editor.squiggles(), ({ warning }) => warning === 2);
    await w.editor.cursorOn("timebox_days");
    await w.editor.bulb();
    await w.editor.pickFix("Decide not to pursue");
    await until(() => w.editor.lines(), (lines) => lines.some((line) => line.startsWith("## Learnings")));
    await cursorBelow(content);
    await w.editor.save();
    const changed = await until(() => bytes(file).toString(), (saved) => saved.includes("status: 'decided' # now"));
    assert.equal(changed.startsWith("\ufeff"), content.startsWith("\ufeff"));
    assert.equal(/[^\r]\n/.test(changed), !content.includes("\r\n"));
    await w.editor.undo();
    await until(() => w.editor.lines(), (lines) => !lines.some((line) => line.startsWith("## Learnings")));
    await w.editor.save();
    await until(() => bytes(file), (saved) => saved.equals(before));
    rmSync(path.join(folder, file));
  }
});

test("markup in a title is text, in the hover and on the board", async () => {
  const title = '<script>x</script> <img src="https://evil.example/i.png"> [go](command:workbench.action.quit) $(zap)';
  const file = "tracks/tasks/TASK-66 hostile.md";
  writeFileSync(path.join(folder, file), `---\nid: TASK-66\ntitle: '${title}'\nstatus: backlog\n---\n`);
  await until(async () => (await w.board()).map(({ description }) => description), (all) => all.includes(title));
  await w.openFile(file);
  const inside = w.page.locator(".monaco-hover:not(.hidden) .rendered-markdown");
  const shown = async () => [await w.editor.hover("TASK-66"), await inside.count()];
  await until(shown, ([text, count]) => text.includes(title) && count > 0); // it closes when a lens comes and moves the text
  assert.equal(await inside.locator("a, img, script, .codicon").count(), 0);
  await until(() => w.rowHover("TASK-66"), (text) => text.includes(title));
});
