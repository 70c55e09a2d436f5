// npm run bench NAME: runs benchmarks/NAME.py against the bundled server; its exit code says whether the promise is kept.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { ensureBacklog } from "./setup/backlog.mjs";
import { SetupError, root, runMain } from "./setup/common.mjs";
import { ensureOverlay, ensurePython } from "./setup.mjs";

await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  const names = readdirSync(path.join(root, "benchmarks"))
    .filter((file) => file.endsWith(".py"))
    .map((file) => file.slice(0, -3));
  if (!names.includes(name)) throw new SetupError(`Usage: npm run bench NAME, where NAME is one of: ${names.join(", ")}.`);
  const python = await ensurePython();
  await ensureOverlay();
  const env = name === "index" ? { ...process.env, BACKLOG: await ensureBacklog() } : process.env;
  return spawnSync(python, [path.join("benchmarks", `${name}.py`), ...args], { cwd: root, env, stdio: "inherit" }).status ?? 1;
});
