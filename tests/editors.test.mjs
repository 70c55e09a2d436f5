// The server with editors that know nothing of it but the lines of docs/editors.md.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { root, run } from "../scripts/setup/common.mjs";
import { ensureEmacs, neovim } from "../scripts/setup/editors.mjs";
import { tool } from "../scripts/setup.mjs";

const item = `---
id: EXP-1
title: Look
status: running
started: 2026-11-02
timebox_days: 10
hypothesis: It helps
success_criteria: val_f1 >= 0.72
---
`;

let folder;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "dualtrack-editors-"));
  mkdirSync(path.join(folder, "tracks"));
  writeFileSync(path.join(folder, "tracks", "EXP-1.md"), item);
  run("git", ["init", "--quiet"], { cwd: folder });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("Neovim shows findings and a hover, and applies a fix", () => {
  told([...neovim, "--headless", "--clean", "-u", configuration("lua"), "-l", script("neovim.lua")]);
});

test("Emacs shows findings and a hover, and applies a fix", async () => {
  await ensureEmacs();
  told(["emacs", "-q", "--batch", "-l", configuration("elisp"), "-l", script("emacs.el")]);
});

const script = (name) => path.join(root, "tests", "editors", name);

/** What docs/editors.md says to write, in a file. */
function configuration(language) {
  const text = readFileSync(path.join(root, "docs", "editors.md"), "utf8");
  const file = path.join(folder, `configuration.${language}`);
  writeFileSync(file, new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(text)[1]);
  return file;
}

/** The editor tells what the server found, and nothing that it could not make sense of. */
function told([command, ...args]) {
  const found = [path.dirname(tool("dualtrack")), process.env.PATH].join(path.delimiter);
  const env = { ...process.env, PATH: found, DUALTRACK_TODAY: "2026-11-16" };
  const { stdout, stderr, status } = spawnSync(command, args, { cwd: folder, env, encoding: "utf8", timeout: 300_000 });
  const all = `${stdout}${stderr}`;
  assert.equal(status, 0, all);
  assert.match(all, /the timebox of EXP-1 ended on 2026-11-12, 4 days ago/);
  assert.doesNotMatch(all, /\\$/m);
  assert.match(all, /^\*\*running\*\* · 4 days over the timebox of 10 days · research/m);
  assert.match(all, /^- \[ \] Training run reproducible and logged$/m);
  assert.doesNotMatch(all, /error|warning|unknown|dualtrack\/board/i);
}
