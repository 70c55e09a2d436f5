// The package for any platform: it runs on a Python that has the libraries, and says what is missing where there is none.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { root, run } from "../../scripts/setup/common.mjs";
import { ensureVsix, python, tool, universal } from "../../scripts/setup.mjs";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";

let folder;
let vsix;
let w;
/** Has an environment of Python without any library, and a folder with nothing but uv. */
let home;

before(async () => {
  vsix = await ensureVsix(universal);
  folder = await copyOfExample();
  home = mkdtempSync(path.join(tmpdir(), "dualtrack-universal-"));
  run(tool("uv"), ["venv", "--quiet", "--python", python, path.join(home, "bare")]);
  mkdirSync(path.join(home, "bin"));
  symlinkSync(tool("uv"), path.join(home, "bin", "uv"));
});

afterEach(() => w?.close());

after(() => {
  for (const each of [path.dirname(folder), home]) rmSync(each, { recursive: true, force: true });
});

const open = async (environment, more = {}) => {
  const env = { PATH: "/nowhere", CONDA_PREFIX: "", HOME: home, VIRTUAL_ENV: environment, DUALTRACK_TODAY: today, ...more };
  w = await openWorkbench({ folder, vsix, env, extensions: path.join(home, "extensions") });
  await w.openSidebar();
};

test("the libraries of an environment are taken where it has them", async () => {
  await open(path.join(root, ".venv"));
  await until(() => w.board(), (rows) => rows.some(({ label }) => label === "EXP-23"));
});

test("a Python without them is named with the reason, and uv, where it is, brings them to it", async () => {
  await open(path.join(home, "bare"), { PATH: path.join(home, "bin"), UV_PYTHON_DOWNLOADS: "never" });
  const messages = await until(() => w.messages(), (all) => all.some((text) => text.includes("needs Python 3.11")));
  const message = messages.find((text) => text.includes("needs Python 3.11")); // VS Code says beside it that there is no git
  assert.match(message, /found 3\.\d+\.\d+ at .*bare.* \(no suitable libraries for Python/);
  const toast = w.page.locator(".notification-toast", { hasText: "needs Python 3.11" });
  const buttons = await toast.locator(".monaco-button").allInnerTexts();
  assert.deepEqual(buttons.slice(0, 2), ["Get a Private Python", "Select Interpreter"]);
  const get = w.page.locator(".welcome-view-content .monaco-button", { hasText: "Get a Private Python" });
  await get.waitFor();
  await w.screenshot("universal");
  await get.click();
  await until(() => w.board(), (rows) => rows.some(({ label }) => label === "EXP-23"));
  await toast.waitFor({ state: "hidden" });
});
