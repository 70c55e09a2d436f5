// What a team writes: the sample sprint as it stands, new items, and an id renamed everywhere.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";
import { today } from "./example.mjs";

const sprint = "tracks/sprints/sprint-5.yaml";
const sample = `sprint-5:
  product-tasks:
    - feature: "User feedback capture front-end"
    - infra: "Feature store read optimization"
  experiments:
    - id: EXP-23
      hypothesis: "Adding feature X improves F1 by >= 0.03"
      timebox_days: 10
      success_criteria: "Validation F1 >= 0.72"
`;

let folder;
let w;

const read = (file) => (existsSync(path.join(folder, file)) ? readFileSync(path.join(folder, file), "utf8") : "");
const labels = async () => (await w.board()).map(({ label }) => label);

before(async () => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), "dualtrack-files-")), "sample");
  mkdirSync(path.join(folder, "tracks", "sprints"), { recursive: true });
  writeFileSync(path.join(folder, sprint), sample);
  w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: today }, size: { width: 1400, height: 1000 } });
});

after(async () => {
  await w?.close();
  if (folder) rmSync(path.dirname(folder), { recursive: true, force: true });
});

test("the sample sprint alone is a board, and moving its cards writes beside their keys", async () => {
  await w.openSidebar();
  const shown = await until(labels, (all) => all.some((label) => label.startsWith("EXP-23")));
  for (const label of ["User feedback capture front-end", "Feature store read optimization"]) {
    assert.ok(shown.includes(label), shown.join(", "));
  }
  await w.openFile(sprint);
  assert.deepEqual(await w.editor.squiggles(), { error: 0, warning: 0, info: 0, hint: 0 });
  await w.rowMenu("User feedback capture front-end", "Move to…");
  await w.picks();
  await w.pick("in-progress");
  const changed = sample.replace(/front-end"\n/, `front-end"\n      status: in-progress\n      started: ${today}\n`);
  await until(() => read(sprint), (text) => text === changed);
  await w.screenshot("sample-sprint");
});

test("New Item… asks for kind and title, and opens the file where the hypothesis is typed", async () => {
  await w.command("Dualtrack: New Item…");
  const kinds = await until(() => w.picks(), (all) => all.some((kind) => kind.startsWith("Spike"))); // not the palette's own
  for (const kind of ["Experiment", "Spike", "Task", "Data Task", "Sprint", "Model Version"]) {
    assert.ok(kinds.some((shown) => shown.startsWith(kind)), kinds.join(", "));
  }
  await w.screenshot("new-item");
  await w.pick("Experiment");
  await w.answer("Try gradient boosting");
  const file = "tracks/experiments/EXP-24 Try gradient boosting.md";
  await until(() => read(file), (text) => text.includes("id: EXP-24"));
  await w.page.locator('.tab.active[data-resource-name^="EXP-24 "]').first().waitFor();
  await until(() => w.editor.position(), ({ line }) => line > 1); // the cursor goes where the hypothesis is typed
  await w.editor.type("Boosting improves F1 by >= 0.02");
  await w.editor.save();
  await until(() => read(file), (text) => /^hypothesis: "Boosting improves F1 by >= 0\.02"$/m.test(text));
  await until(labels, (all) => all.some((label) => label === "EXP-24"));
  await w.screenshot("new-experiment");
});

test("renaming an id changes it everywhere, and the file's name", async () => {
  const page = "tracks/wiki/notes.md";
  mkdirSync(path.join(folder, "tracks", "wiki"), { recursive: true });
  writeFileSync(path.join(folder, page), "EXP-24 builds on EXP-23.\n");
  await w.watching();
  await w.openFile("tracks/experiments/EXP-24 Try gradient boosting.md");
  await w.editor.cursorOn("EXP-24");
  await w.page.keyboard.press("F2");
  const input = w.page.locator(".rename-box input");
  await input.waitFor();
  await input.fill("EXP-31");
  await input.press("Enter");
  const renamed = "tracks/experiments/EXP-31 Try gradient boosting.md";
  await until(() => existsSync(path.join(folder, renamed)), Boolean);
  // What a rename changes arrives file by file, and is saved by whoever saves.
  const saved = async () => {
    await w.command("File: Save All Files");
    return [read(renamed), read(page)];
  };
  await until(saved, ([item, notes]) => /^id: EXP-31$/m.test(item) && notes === "EXP-31 builds on EXP-23.\n");
  await until(labels, (all) => all.some((label) => label.startsWith("EXP-31")));
  await w.screenshot("renamed");
});
