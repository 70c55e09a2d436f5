// What the scripts set up is set up once, whoever else asks for it at the same time.
import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { root } from "../scripts/setup/common.mjs";
import { cacheFolder } from "../scripts/setup.mjs";
import { workbenchEnvironment } from "../scripts/workbench/run.mjs";

test("of several processes one does the work, and the others wait for it; one that was killed keeps nobody", async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), "dualtrack-setup-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, "work.mjs");
  writeFileSync(file, work);
  const common = pathToFileURL(path.join(root, "scripts", "setup", "common.mjs")).href;
  const args = (end) => [file, common, folder, end];
  assert.equal(spawnSync(process.execPath, args("killed")).signal, "SIGKILL");
  const run = () => promisify(execFile)(process.execPath, args("done"));
  const told = await Promise.all([run(), run(), run()]);
  assert.deepEqual(told.map(({ stdout }) => stdout), ["made\n", "made\n", "made\n"]);
  assert.equal(readFileSync(path.join(folder, "log"), "utf8"), "killed done ");
});

test("a cache folder that is stated as a relative path counts as not stated", { skip: process.platform !== "linux" }, (context) => {
  const before = process.env.XDG_CACHE_HOME;
  context.after(() => (before === undefined ? delete process.env.XDG_CACHE_HOME : (process.env.XDG_CACHE_HOME = before)));
  for (const stated of ["", "cache"]) {
    process.env.XDG_CACHE_HOME = stated;
    assert.equal(cacheFolder(), path.join(homedir(), ".cache", "dualtrack"));
    assert.ok(!("XDG_CACHE_HOME" in workbenchEnvironment("/settings", {})));
  }
  process.env.XDG_CACHE_HOME = "/cache";
  assert.equal(cacheFolder(), "/cache/dualtrack");
  assert.equal(workbenchEnvironment("/settings", {}).XDG_CACHE_HOME, "/cache");
});

/** Makes a file, slowly and in two steps; what it makes is whole for whoever goes on. */
const work = `
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
const [common, folder, end] = process.argv.slice(2);
const { unlessDone } = await import(common);
await unlessDone({ stamp: folder + "/stamp", inputs: "1", result: folder + "/result" }, async () => {
  appendFileSync(folder + "/log", end + " ");
  writeFileSync(folder + "/result", "");
  await sleep(300);
  if (end === "killed") process.kill(process.pid, "SIGKILL");
  writeFileSync(folder + "/result", "made");
});
console.log(readFileSync(folder + "/result", "utf8"));
`;
