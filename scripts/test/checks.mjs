// Runs the checks, some beside others, and ends those that still go on when one has failed.
import { spawn } from "node:child_process";
import { SetupError, root, windows } from "../setup/common.mjs";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

/** Runs a check and says how long it took. What it prints is shown as it comes, or when it has ended if it runs `beside` others. */
export async function check(title, command, args, { env = {}, beside = false } = {}) {
  const start = performance.now();
  // With this variable set, every server that a test starts would be compiled anew.
  const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: "", ...env };
  const stdio = beside ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
  if (!beside) console.log(`\n── ${title} ──`);
  // A process group of its own, so that what it has started ends with it.
  const child = spawn(command, args, { cwd: root, env: environment, stdio, detached: !windows });
  const stop = () => (windows ? child.kill() : process.kill(-child.pid));
  process.once("exit", stop);
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => printed.push(data));
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  process.removeListener("exit", stop);
  if (beside) console.log(`\n── ${title} ──\n${Buffer.concat(printed)}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status !== 0) throw new SetupError(`${title} failed after ${seconds} s.`);
  console.log(`${title} passed in ${seconds} s`);
}

export const checkWithNode = (title, args, options) => check(title, process.execPath, args, options);

/** Waits for checks that run beside each other; at the first that fails, the process and all others end. */
export async function all(...checks) {
  try {
    await Promise.all(checks);
  } catch (error) {
    process.stderr.write(`\n${error.message}\n`);
    process.exit(1);
  }
}
