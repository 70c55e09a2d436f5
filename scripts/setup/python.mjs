// The development environment: .venv at the root, exactly as requirements-dev.lock says.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { SetupError, hashOf, isFile, root, run, step, unlessDone, windows } from "./common.mjs";

const venv = path.join(root, ".venv");
const bin = path.join(venv, windows ? "Scripts" : "bin");

/** A program of the development environment: `tool('pytest')`. */
export const tool = (name) => path.join(bin, windows ? `${name}.exe` : name);
export const python = tool("python");
const uv = tool("uv");

export async function ensurePython() {
  // The root is an input because an environment does not survive being moved.
  const inputs = hashOf(["requirements-dev.lock", "pyproject.toml"], root);
  const stamp = path.join(venv, "dualtrack.stamp");
  // `python` is a link, so it is gone when the system's Python is.
  await unlessDone({ stamp, inputs, result: python }, async () => {
    if (!isFile(python) || !isFile(uv)) await step("Making the Python environment .venv", makeEnvironment);
    await step("Installing the Python packages of requirements-dev.lock", () => {
      run(uv, ["pip", "sync", "--quiet", "--python", python, "requirements-dev.lock"]);
      run(uv, ["pip", "install", "--quiet", "--python", python, "--no-deps", "--editable", "."]);
    });
  });
  return python;
}

function makeEnvironment() {
  const [command, ...args] = findPython();
  rmSync(venv, { recursive: true, force: true });
  run(command, [...args, "-m", "venv", venv], {
    failure: 'Python could not make an environment; on Debian and Ubuntu, "apt install python3-venv" cures that.',
  });
  const version = /^uv==(\S+)/m.exec(readFileSync(path.join(root, "requirements-dev.lock"), "utf8"))[1];
  run(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `uv==${version}`]);
}

/** The command of the first Python on this machine that is new enough. */
export function findPython() {
  const versions = [14, 13, 12, 11].map((minor) => [`python3.${minor}`]);
  for (const command of [["python3"], ...versions, ["py", "-3"], ["python"]]) {
    const test = "import sys; sys.exit(sys.version_info < (3, 11))";
    if (spawnSync(command[0], [...command.slice(1), "-c", test]).status === 0) return command;
  }
  throw new SetupError("Dualtrack needs Python 3.11 or newer and found none: install one and run this again.");
}
