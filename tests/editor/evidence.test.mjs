// A training script runs while the editor is open: its run, the verdict, the decision that quotes it, and a tick that is proven.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { tool } from "../../scripts/setup.mjs";
import { openWorkbench, until } from "./driver.mjs";

const exp1 = "tracks/experiments/EXP-1 Support tickets.md";
const label = "EXP-1";
const open = "- [ ] Metrics computed on validation and holdout";
const day = new Date().toISOString().slice(0, 10);
const files = {
  "dualtrack.yaml": 'trackers: {mlflow: {type: mlflow, uri: "sqlite:///mlflow.db"}}\n',
  ".gitignore": "mlflow.db\nfinish\n",
  [exp1]: `---
id: EXP-1
title: Support tickets
hypothesis: Support tickets improve val_f1 by >= 0.03
started: ${day}
timebox_days: 10
baseline: {val_f1: 0.69}
success_criteria: Validation F1 >= 0.72
status: running
---

## Definition of Done
- [x] Training run reproducible and logged
${open}
`,
  "train.py": `import json, sys, time
from pathlib import Path
import dualtrack, mlflow

mlflow.set_tracking_uri("sqlite:///mlflow.db")
mlflow.set_experiment("churn")
for seed, metrics in json.loads(sys.argv[1]):
    with mlflow.start_run():
        dualtrack.tag("EXP-1")
        mlflow.log_params({"depth": 4, "seed": seed})
        while not Path("finish").exists():
            time.sleep(0.05)
        mlflow.log_metrics(metrics)
`,
};

let folder;
let w;
let training;
const read = (file) => readFileSync(path.join(folder, file), "utf8");

/** Start the training, a run for each seed with its metrics; it goes on until `finish` is called, which waits for its end. */
function train(...runs) {
  const finish = path.join(folder, "finish");
  rmSync(finish, { force: true });
  const env = { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true", DO_NOT_TRACK: "true" };
  training = spawn(tool("python"), ["train.py", JSON.stringify(runs)], { cwd: folder, env, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  training.stderr.on("data", (text) => (errors += text));
  const ended = once(training, "exit");
  return {
    finish: async () => {
      writeFileSync(finish, "");
      const [code] = await ended;
      assert.equal(code, 0, errors);
    },
  };
}

/** The rules that find something; the panel is empty where none does. */
const codes = async () => (await w.problems().catch(() => [])).map(({ code }) => code).join();

before(async () => {
  folder = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-evidence-"))), "churn");
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  const git = (...args) => execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], { cwd: folder });
  git("init", "-q", "-b", "main");
  git("add", ".");
  git("commit", "-q", "-m", "EXP-1: start");
  w = await openWorkbench({ folder, size: { width: 1400, height: 900 } });
});

after(async () => {
  training?.kill();
  await w?.close();
  if (folder) rmSync(path.dirname(folder), { recursive: true, force: true });
});

test("a run is on the card while it goes on, and its verdict when it has ended", async () => {
  await w.openSidebar();
  await until(() => w.board(), (rows) => rows.some((row) => row.label === label));
  await w.openFile(exp1);
  const run = train([1, { train_f1: 0.9, val_f1: 0.7411 }]);
  await until(() => w.board(), (rows) => rows.some((row) => row.label === label && row.description.includes("1 run in progress")), { seconds: 180 }); // MLflow is imported first
  await until(() => w.rowHover(label), (text) => /1 linked, 0 finished/.test(text));
  await run.finish();
  await until(() => w.board(), (rows) => rows.some(({ description }) => description.includes("0.7411 ✓ once")));
  await until(() => w.editor.lines(), (lines) => lines.some((line) => /success_criteria: Validation F1 >= 0\.72.*0\.7411 ✓ met once/.test(line)));
  await w.screenshot("evidence-verdict");
});

test("a criterion that is met and not decided is a finding, and so is a tick without proof until a run proves it", async () => {
  await train([2, { train_f1: 0.9, val_f1: 0.7425 }], [3, { train_f1: 0.9, val_f1: 0.7439 }]).finish();
  await until(codes, (found) => found.includes("met-criteria"), { every: 500 });
  await w.page.keyboard.press("Control+j");
  await w.openFile(exp1);
  await w.editor.cursorOn(open);
  for (const key of ["Home", "ArrowRight", "ArrowRight", "ArrowRight", "Delete", "x"]) await w.page.keyboard.press(key);
  await w.editor.save();
  await until(codes, (found) => found.includes("bare-tick"), { every: 500 });
  await w.page.keyboard.press("Control+j");
  await w.screenshot("evidence-unproven");
  if (process.env.DUALTRACK_PICTURES) copyFileSync(path.join(w.shots, "evidence-unproven.png"), path.join("docs", "images", "evidence.png"));

  await train([4, { train_f1: 0.9, val_f1: 0.7431, holdout_f1: 0.733 }]).finish();
  await until(codes, (found) => !found.includes("bare-tick"), { every: 500 });
  await w.page.keyboard.press("Control+j");
});

test("the decision quotes what was measured", async () => {
  await w.openFile(exp1);
  await w.editor.cursorOn("status: running");
  await w.editor.bulb();
  await w.editor.pickFix("Decide to ship ");
  await until(() => w.editor.lines(), (lines) => lines.some((line) => line.startsWith("> Validation F1 >= 0.72: val_f1 0.7428 ≥ 0.72, met · median of 4")));
  await w.screenshot("evidence-decided");
  await w.editor.save();
  await until(() => read(exp1), (text) => /^decision: ship$/m.test(text));
});
