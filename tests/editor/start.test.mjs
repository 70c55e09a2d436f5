// The first minutes: a folder without a board, the server's state, and a machine without a Python.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { openWorkbench, testedVersion, until } from "./driver.mjs";
import { today } from "./example.mjs";

let folder;
let w;

/** The process of the server in this workbench: its bytecode cache is among the workbench's data. */
function serverProcess() {
  return spawnSync("pgrep", ["-f", `${w.userData}.*boot\\.py$`], { encoding: "utf8" }).stdout.trim();
}

before(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-start-")));
  writeFileSync(path.join(folder, "train.py"), "# as in EXP-1\n");
});

after(async () => {
  await w?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a folder without a board offers to set one up, and then has one", async () => {
  w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: today } });
  await w.openSidebar();
  const welcome = w.page.locator(".welcome-view-content", { hasText: "This folder has no board yet" });
  await welcome.waitFor();
  await w.screenshot("welcome");
  await w.page.locator(".welcome-view-content .monaco-button", { hasText: "Set Up a Board" }).click();
  await w.quickInput.locator(".monaco-button", { hasText: "OK" }).click();
  await w.page.locator(".bulk-edit-panel .monaco-button", { hasText: "Apply" }).click();
  await until(() => w.board(), (rows) => rows.some(({ label }) => label === "EXP-1"));
  await until(() => w.messages(), (all) => all.some((text) => text.includes("Board set up")));
  assert.match(readFileSync(path.join(folder, "dualtrack.yaml"), "utf8"), /^root: tracks$/m);
  assert.ok(existsSync(path.join(folder, "tracks/experiments/EXP-1 Say what you investigate.md")));
  await w.page.locator('.tab.active[data-resource-name^="EXP-1 "]').first().waitFor();
});

test("an id in code hovers", async () => {
  await w.openFile("train.py");
  assert.match(await w.editor.hover("EXP-1"), /Say what you investigate/);
});

test("the state of the server is in the status bar, and it can be restarted", async () => {
  const item = w.page.locator('.statusbar-item[id="status.languageStatus"]');
  await item.click();
  const hover = w.page.locator(".hover-language-status", { hasText: "Dualtrack 0.1.0" });
  await hover.first().waitFor();
  assert.match(await hover.first().innerText(), /Python 3\.\d+\.\d+/);
  await w.screenshot("status");
  await w.page.keyboard.press("Escape");
  const before = serverProcess();
  assert.match(before, /^\d+$/);
  await w.command("Dualtrack: Restart");
  await until(serverProcess, (now) => now !== "" && now !== before);
  await until(() => w.board(), (rows) => rows.some(({ label }) => label === "EXP-1"));
});

const isBetween = testedVersion === "1.108";

test("without a Python there is one message with a way out", { skip: isBetween && "in the oldest and the newest" }, async () => {
  await w.close();
  const env = { PATH: "/nowhere", VIRTUAL_ENV: "", CONDA_PREFIX: "" };
  w = await openWorkbench({ folder, env, trust: true });
  await w.openSidebar();
  const messages = await until(() => w.messages(), (all) => all.some((text) => text.includes("needs Python 3.11")));
  assert.equal(messages.length, 1);
  const buttons = w.page.locator(".notification-toast .monaco-button");
  assert.ok((await buttons.allInnerTexts()).includes("Select Interpreter"));
  await w.page.locator(".welcome-view-content", { hasText: "Dualtrack runs on Python 3.11 or newer" }).waitFor();
  await w.screenshot("no-python");
});
