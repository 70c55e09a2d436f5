// Backlog.md, the program that the benchmark of large boards compares with; kept in the user's cache folder.
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { run, step, unlessDone, windows } from "./common.mjs";
import { cacheFolder } from "./example.mjs";

const release = "backlog.md@1.52.0";

/** Install it if it is not there; the path of its program, which npm keeps in a package for each platform. */
export async function ensureBacklog() {
  const folder = path.join(cacheFolder(), "backlog.md");
  const platform = `${windows ? "windows" : process.platform}-${process.arch}`;
  const program = path.join(folder, "node_modules", `backlog.md-${platform}`, windows ? "backlog.exe" : "backlog");
  await unlessDone({ stamp: path.join(folder, "dualtrack.stamp"), inputs: release, result: program }, () =>
    step(`Installing ${release}`, () => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true }); // npm installs into the nearest folder with a package.json unless told where
      run("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", release], { cwd: folder });
    }),
  );
  return program;
}
