// What every step of the setup needs: the root, running a program, and the stamp that makes a second run free.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
export const windows = process.platform === "win32";

/** An error that the user can cure: it is shown as one sentence, without a stack. */
export class SetupError extends Error {}

// uv knows only its own certificates unless told otherwise, and many networks have one of theirs.
const environment = { UV_SYSTEM_CERTS: "1", ...process.env };

/** Run a program and return what it printed; if it fails, its whole output is shown below `failure`. */
export function run(command, args, { cwd = root, env = environment, failure } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 64 << 20,
    shell: windows && command === "npm", // npm is a .cmd file there
  });
  if (result.status === 0) return result.stdout;
  const output = result.error ? result.error.message : `${result.stdout}${result.stderr}`.trim();
  throw new SetupError(`${failure ?? `${command} ${args.join(" ")} failed.`}\n${output}`);
}

/** Install packages of Debian, where that can be done without a question. */
export async function mayInstall(title, ...packages) {
  if (process.platform !== "linux" || process.getuid() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return;
  const release = await lockOf("apt-get"); // which refuses to run twice at a time
  try {
    await step(`Installing ${title} with apt-get`, () => {
      run("apt-get", ["update"]);
      run("apt-get", ["install", "--yes", "--no-install-recommends", ...packages]);
    });
  } finally {
    release();
  }
}

/** Show what takes time while it is done, and how long it took. */
export async function step(title, work) {
  const start = performance.now();
  process.stderr.write(`${title} … `);
  try {
    const result = await work();
    process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stderr.write("failed\n");
    throw error;
  }
}

/** Every file below `folder`, as sorted paths relative to the root, without what Python leaves behind. */
export function filesBelow(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/__pycache__/.test(entry.parentPath ?? entry.path))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** One hash over the names and contents of files (relative to the root) and over further words. */
export function hashOf(files, ...words) {
  const hash = createHash("sha256").update(JSON.stringify(words));
  for (const file of files) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}

/**
 * Do `work` unless the stamp says that it was done for the same inputs and what it made, `result`, is still there.
 * The stamp is written only after the work succeeded, so that interrupted work is done again. Of several processes one works at a
 * time; those that waited find it done.
 */
export async function unlessDone({ stamp, inputs, result }, work) {
  const isDone = () => isFile(stamp) && isFile(result) && readFileSync(stamp, "utf8") === inputs;
  if (isDone()) return;
  const release = await lockOf(stamp);
  try {
    if (isDone()) return;
    rmSync(stamp, { force: true });
    await work();
    mkdirSync(path.dirname(stamp), { recursive: true });
    writeFileSync(stamp, inputs);
  } finally {
    release();
  }
}

/** Waits for the process that holds it, if there is one; the lock lies apart, as work may begin by clearing its folder. */
async function lockOf(file) {
  const lock = path.join(tmpdir(), `dualtrack-${createHash("sha256").update(file).digest("hex")}.lock`);
  for (;;) {
    if (created(lock)) return () => rmSync(lock, { force: true });
    // A second file, so that of several that wait none takes away the lock that another has just got.
    if (isLeft(lock) && created(`${lock}.left`)) {
      if (isLeft(lock)) rmSync(lock);
      rmSync(`${lock}.left`);
    } else await sleep(100);
  }
}

function created(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Whether the process that made it has ended without removing it. */
function isLeft(lock) {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

export function isFile(file) {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Run a script's main function; what the user can cure is told in words, anything else with its stack. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.stderr.write(`\n${error instanceof SetupError ? error.message : error.stack}\n`);
    process.exitCode = 1;
  }
}
