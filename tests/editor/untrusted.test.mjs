// A cloned repository is hostile until trusted: in Restricted Mode its files are shown, and nothing else happens.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";
import { today } from "./example.mjs";

let folder;
let sprung;
let w;
let server;
const contacts = [];

before(async () => {
  const base = realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-hostile-")));
  folder = path.join(base, "repository");
  sprung = path.join(base, "sprung");
  server = createServer((request, response) => {
    contacts.push(request.url);
    response.end("{}");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const put = (file, text) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  const trap = `#!/bin/sh\ntouch '${sprung}'\n`;
  put("dualtrack.yaml", `trackers: {mlflow: {type: mlflow, uri: "http://127.0.0.1:${server.address().port}"}}\n`);
  put("tracks/experiments/EXP-1.md", "---\nid: EXP-1\ntitle: Look\nstatus: running\nstarted: 2026-11-02\ntimebox_days: 10\n---\n");
  const traps = [".venv/bin/python", ".venv/bin/python3", "venv/bin/python", "bin/python3", "bin/git", "trap.sh"];
  for (const file of traps) {
    put(file, trap);
    chmodSync(path.join(folder, file), 0o755);
  }
  put(".vscode/settings.json", JSON.stringify({ "dualtrack.interpreter": path.join(folder, "trap.sh") }));
  const git = (...args) => execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...args], { cwd: folder });
  git("init", "-q");
  git("add", "tracks");
  git("commit", "-qm", "EXP-1 start");
  for (const key of ["core.fsmonitor", "core.sshCommand", "gpg.program", "core.pager"]) git("config", key, path.join(folder, "trap.sh"));
  git("config", "log.showSignature", "true");
  w = await openWorkbench({
    folder,
    trust: false,
    // The folder's own programs come first on the path, as they do where somebody has `./bin` there.
    env: { DUALTRACK_TODAY: today, PATH: `${path.join(folder, "bin")}:${process.env.PATH}` },
    settings: { "git.enabled": false }, // what VS Code's own extension runs is not ours to test
  });
});

after(async () => {
  await w?.close();
  server?.close();
  if (folder) rmSync(path.dirname(folder), { recursive: true, force: true });
});

test("the board is read from the files, and nothing is run or contacted", async () => {
  await w.openSidebar();
  await until(() => w.board(), (rows) => rows.some(({ label }) => label === "EXP-1"));
  await until(() => w.page.locator(".statusbar").innerText(), (text) => text.includes("Restricted Mode"));
  await w.openFile("tracks/experiments/EXP-1.md");
  await until(() => w.editor.squiggles(), ({ warning }) => warning === 2);
  const shown = await w.editor.hover("EXP-1");
  assert.match(shown, /4 days over/);
  assert.match(shown, /Commits and runs are not read until this folder is trusted/);
  await w.page.waitForTimeout(6000); // longer than any of the server's rounds
  assert.equal(existsSync(sprung), false);
  assert.deepEqual(contacts, []);
  await w.screenshot("restricted");
});
