// The tools for agents in VS Code's chat: offered where its Python has the package `mcp`, in a trusted folder with a board.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { python } from "../../scripts/setup.mjs";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";

let folder;
let w;

before(async () => {
  folder = await copyOfExample();
  w = await openWorkbench({
    folder,
    trust: false,
    env: { DUALTRACK_TODAY: today },
    machineSettings: { "dualtrack.interpreter": python },
    settings: { "chat.disableAIFeatures": false },
  });
  await w.openSidebar();
});

after(async () => {
  await w?.close();
  if (folder) rmSync(path.dirname(folder), { recursive: true, force: true });
});

async function servers() {
  await w.command("MCP: List Servers");
  const rows = await w.picks();
  await w.page.keyboard.press("Escape");
  return rows;
}

const isOurs = (row) => row.startsWith("Dualtrack");
const offered = async () => (await servers()).some(isOurs);

test("nothing is offered in a folder that is not trusted", async () => {
  await until(() => w.board(), (rows) => rows.some(({ label }) => label === "EXP-23"));
  assert.equal(await offered(), false);
});

test("once it is, the board's tools are offered, and VS Code gets all of them", async () => {
  await w.command("Workspaces: Manage Workspace Trust");
  const trust = w.page.locator(".workspace-trust-editor");
  await trust.locator(".monaco-button", { hasText: "Trust" }).first().click();
  await trust.getByText("You trust this folder").waitFor();
  await w.page.locator('[aria-label^="Close Modal Editor"]').click();
  await trust.waitFor({ state: "hidden" });
  await until(offered, Boolean, { seconds: 40 });
  for (const action of ["Start Server", "Show Output"]) {
    await w.command("MCP: List Servers");
    await w.pick("Dualtrack");
    await w.pick(action);
  }
  await w.page.locator(".panel .view-lines", { hasText: "Discovered 8 tools" }).waitFor({ timeout: 60_000 });
});

test("a folder that has no board any more offers none", async () => {
  await w.watching();
  for (const each of ["tracks", "dualtrack.yaml"]) rmSync(path.join(folder, each), { recursive: true });
  await until(offered, (still) => !still, { seconds: 40 });
});
