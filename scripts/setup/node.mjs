// The packages of package-lock.json.
import path from "node:path";
import { SetupError, hashOf, root, run, step, unlessDone } from "./common.mjs";

export const modules = path.join(root, "node_modules");

export async function ensureNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 20) throw new SetupError(`Dualtrack is built with Node 20 or newer, and this is Node ${major}: update Node.`);
  const stamp = path.join(modules, "dualtrack.stamp");
  await unlessDone({ stamp, inputs: hashOf(["package-lock.json"]), result: path.join(modules, ".package-lock.json") }, () =>
    step("Installing the Node packages of package-lock.json", () =>
      // No package here needs its install script, so none gets to run one.
      run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]),
    ),
  );
}
