// A newer version over an older one: settings, the board as it was last, and open windows go on.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { run } from "../../scripts/setup/common.mjs";
import { python, vsix } from "../../scripts/setup.mjs";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";
import { untilKept } from "./shown_tab.mjs";

let folder;
let packages;
let w;

/** The package as if it were another version. */
const repack = `
import sys
from zipfile import ZipFile

source, target, now, then = sys.argv[1:]
places = {"extension.vsixmanifest", "extension/package.json", "extension/server/dualtrack/__init__.py"}
with ZipFile(source) as old, ZipFile(target, "w") as new:
    for entry in old.infolist():
        content = old.read(entry)
        new.writestr(entry, content.replace(now.encode(), then.encode(), 1) if entry.filename in places else content)
`;

before(async () => {
  folder = await copyOfExample();
  packages = mkdtempSync(path.join(tmpdir(), "dualtrack-upgrade-"));
  const older = path.join(packages, "older.vsix");
  run(python, ["-c", repack, vsix(), older, "0.1.0", "0.0.9"]);
  const machineSettings = { "dualtrack.interpreter": python };
  const extensions = path.join(packages, "extensions");
  w = await openWorkbench({ folder, vsix: older, extensions, machineSettings, env: { DUALTRACK_TODAY: today } });
});

after(async () => {
  await w?.close();
  for (const each of [path.dirname(folder), packages]) rmSync(each, { recursive: true, force: true });
});

/** The page of the tab that is shown. */
async function page() {
  for (const frame of w.page.frames()) {
    const shown = frame.locator('button[role="tab"][aria-selected="true"]');
    if (await shown.count().catch(() => 0)) return { frame, title: await shown.innerText() };
  }
}

/** The entry of the status bar. */
async function status() {
  await w.openFile("README.md");
  await w.page.locator('.statusbar-item[id="status.languageStatus"]').click();
  const hover = w.page.locator(".hover-language-status", { hasText: "Dualtrack" }).first();
  await hover.waitFor();
  return hover.innerText();
}

const hasBoard = () => until(() => w.board(), (rows) => rows.some(({ label }) => label === "EXP-23"));

test("the board, the page that was open, and the interpreter of the settings stay; bytecode of the older version goes", async () => {
  await w.openSidebar();
  await hasBoard();
  assert.match(await status(), /Dualtrack 0\.0\.9/);
  await w.command("Dualtrack: Open Board");
  const { frame } = await until(page, Boolean);
  await frame.locator('[role="tab"]', { hasText: "Sprint" }).click();
  await frame.locator("h2.sprint").first().waitFor();
  await untilKept(w, "page:sprint");

  w.install(vsix());
  await w.page.reload();
  await hasBoard();
  const restored = await until(page, Boolean);
  assert.equal(restored.title, "Sprint");
  await restored.frame.locator("h2.sprint").first().waitFor();
  const shown = await status();
  assert.match(shown, /Dualtrack 0\.1\.0/);
  assert.ok(shown.includes(python), shown);
  const bytecode = path.join(w.userData, "User", "globalStorage", "dualtrack.dualtrack", "pyc");
  await until(() => readdirSync(bytecode), (names) => names.length === 1 && names[0].includes("0.1.0"));
  await w.screenshot("upgraded");
});
