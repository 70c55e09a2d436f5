// The packages of this machine's platform and of any, the sdist and the wheel, as a stranger's machine takes them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { root, run, windows } from "../scripts/setup/common.mjs";
import { bundle, ensureVsix, linksStay, pack, python, thisPlatform, tool, universal, vsix } from "../scripts/setup.mjs";

let folder;
before(async () => {
  await ensureVsix();
  folder = mkdtempSync(path.join(tmpdir(), "dualtrack-package-"));
});
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("a second build gives the same bytes, which the registries take and which run here", () => {
  const again = path.join(folder, "again", path.basename(vsix()));
  bundle(path.join(folder, "bundled"), thisPlatform());
  pack(again, thisPlatform(), path.join(folder, "bundled"), linksStay);
  assert.ok(readFileSync(again).equals(readFileSync(vsix())));
  const table = run(python, [path.join("scripts", "package", "check.py"), thisPlatform(), path.dirname(again)]);
  assert.match(table, /\| ran 3\./);
});

test("the package for any platform takes the libraries of a Python that has them", () => {
  const file = path.join(folder, "universal.vsix");
  pack(file, universal, undefined, linksStay);
  run(python, ["-m", "zipfile", "-e", file, path.join(folder, "universal")]);
  const boot = path.join(folder, "universal", "extension", "server", "boot.py");
  const probe = (command) => JSON.parse(spawnSync(command, ["-I", "-S", "-B", boot, "--probe"], { encoding: "utf8" }).stdout);
  assert.equal(probe(python).ok, true);
  assert.match(probe(newEnvironment("without")).reason, /^no suitable libraries for Python 3\.\d+ on /);
});

test("sdist and wheel are the same bytes each time, and each brings the commands `dualtrack` and `dualtrack-lsp`", () => {
  const [built, rebuilt] = ["built", "rebuilt"].map((name) => path.join(folder, name));
  for (const each of [built, rebuilt]) run(tool("uv"), ["build", "--quiet", "--out-dir", each, "."]);
  const files = readdirSync(built).filter((name) => /\.(whl|tar\.gz)$/.test(name));
  assert.equal(files.length, 2);
  for (const file of files) {
    assert.ok(readFileSync(path.join(built, file)).equals(readFileSync(path.join(rebuilt, file))), `${file} differs`);
    const there = newEnvironment(`with ${file}`);
    run(tool("uv"), ["pip", "install", "--quiet", "--python", there, "--constraint", "requirements.lock", path.join(built, file)]);
    const command = (name) => path.join(path.dirname(there), windows ? `${name}.exe` : name);
    const board = path.join(folder, `board of ${file}`);
    mkdirSync(board);
    run(command("dualtrack"), ["init", "--yes", board]);
    assert.match(run(command("dualtrack"), ["board", board]), /EXP-1/);
    for (const server of [[command("dualtrack-lsp")], [command("dualtrack"), "lsp"]]) assert.equal(greeted(server), "dualtrack");
  }
});

/** How a server introduces itself. */
function greeted([command, ...args]) {
  const messages = [
    { id: 1, method: "initialize", params: { processId: null, rootUri: null, capabilities: {} } },
    { id: 2, method: "shutdown" },
    { method: "exit" },
  ].map((message) => JSON.stringify({ jsonrpc: "2.0", ...message }));
  const input = messages.map((text) => `Content-Length: ${text.length}\r\n\r\n${text}`).join("");
  const { stdout } = spawnSync(command, args, { input, encoding: "utf8" });
  return JSON.parse(stdout.slice(stdout.indexOf("{"), stdout.indexOf("Content-Length", 1)).trim()).result.serverInfo.name;
}

test("npm start opens the editor that is there, and says so at last", { skip: windows }, () => {
  const [bin, board] = ["bin", "a board"].map((name) => path.join(folder, name));
  for (const each of [bin, board]) mkdirSync(each, { recursive: true });
  writeFileSync(path.join(bin, "cursor"), '#!/bin/sh\nfor word in "$@"; do echo "[$word]"; done\n', { mode: 0o755 });
  const start = (...args) =>
    spawnSync(process.execPath, [path.join("scripts", "start.mjs"), board, ...args], {
      cwd: root,
      env: { ...process.env, DISPLAY: ":0", VSCODE_IPC_HOOK_CLI: "", PATH: `${bin}:${path.dirname(process.execPath)}` },
      encoding: "utf8",
    });
  const opened = `[--new-window]\n[--extensionDevelopmentPath=${root}]\n[${board}]\nDualtrack is running in Cursor, with ${board}\n`;
  assert.equal(start().stdout, opened);
  assert.equal(start("--editor", "cursor").stdout, opened);
  assert.match(start("--editor", "windsurf").stderr, /There is no editor windsurf here/);
});

/** The Python of an environment of its own, with nothing in it. */
function newEnvironment(name) {
  const home = path.join(folder, name);
  run(tool("uv"), ["venv", "--quiet", "--python", python, home]);
  return path.join(home, windows ? "Scripts" : "bin", windows ? "python.exe" : "python");
}
