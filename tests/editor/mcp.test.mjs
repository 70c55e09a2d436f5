// The tools for agents in VS Code's chat: offered where its Python has the package `mcp`, in a trusted folder with a board.
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, afterEach, before, test } from "node:test";
import { python } from "../../scripts/setup.mjs";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";

let folder;
let empty;
let w;

before(async () => {
  folder = await copyOfExample();
  empty = realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-empty-")));
  writeFileSync(path.join(empty, "train.py"), "");
});

afterEach(() => w?.close());

after(() => {
  for (const each of [path.dirname(folder), empty]) rmSync(each, { recursive: true, force: true });
});

/** Opens a folder whose Python has the package `mcp`, with what else is chosen, until Dualtrack has said what it found there. */
async function open(said, choices) {
  const machineSettings = { "dualtrack.interpreter": python };
  const settings = { "chat.disableAIFeatures": false };
  w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: today }, machineSettings, settings, ...choices });
  await w.openSidebar();
  await w.page.locator(".sidebar", { hasText: said }).waitFor({ timeout: 40_000 });
}

async function servers() {
  await w.command("MCP: List Servers");
  const rows = await w.picks();
  await w.page.keyboard.press("Escape");
  return rows;
}

const isOurs = (row) => row.startsWith("Dualtrack");

test("a board's tools are offered, and VS Code gets all of them", async () => {
  await open("EXP-23");
  await until(servers, (rows) => rows.some(isOurs), { seconds: 40 });
  for (const action of ["Start Server", "Show Output"]) {
    await w.command("MCP: List Servers");
    await w.pick("Dualtrack");
    await w.pick(action);
  }
  await w.page.locator(".panel .view-lines", { hasText: "Discovered 8 tools" }).waitFor({ timeout: 60_000 });
});

test("nothing is offered in a folder that is not trusted, or that has no board", async () => {
  await open("Restricted Mode", { trust: false });
  assert.equal((await servers()).some(isOurs), false);
  await w.close();
  await open("This folder has no board yet", { folder: empty });
  assert.equal((await servers()).some(isOurs), false);
});
