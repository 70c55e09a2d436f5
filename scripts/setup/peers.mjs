// The programs that benchmarks compare with; kept in the user's cache folder.
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { run, step, unlessDone, windows } from "./common.mjs";
import { cacheFolder } from "./example.mjs";

/** Backlog.md, the nearest program of its kind: the path of its program, which npm keeps in a package for each platform. */
export function ensureBacklog() {
  const platform = `${windows ? "windows" : process.platform}-${process.arch}`;
  return ensure("backlog.md", "1.52.0", `backlog.md-${platform}`, windows ? "backlog.exe" : "backlog");
}

/** The language servers of the same files, in the last versions that run on Node 20. */
export async function ensureLanguageServers() {
  const [yaml, extracted] = ["yaml-language-server", "vscode-langservers-extracted"];
  return {
    YAML_SERVER: await ensure(yaml, "1.19.2", yaml, "bin", yaml),
    MARKDOWN_SERVER: await ensure(extracted, "4.10.0", extracted, "bin", "vscode-markdown-language-server"),
  };
}

/** Install a package if it is not there; the path of a program in `node_modules`. */
async function ensure(name, version, ...parts) {
  const [release, folder] = [`${name}@${version}`, path.join(cacheFolder(), name)];
  const program = path.join(folder, "node_modules", ...parts);
  await unlessDone({ stamp: path.join(folder, "dualtrack.stamp"), inputs: release, result: program }, () =>
    step(`Installing ${release}`, () => {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true }); // npm installs into the nearest folder with a package.json unless told where
      run("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", release], { cwd: folder });
    }),
  );
  return program;
}
