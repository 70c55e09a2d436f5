// Installs code-server from npm into .workbench/<version>, with the Node it was made for: no compiler, no system package.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SetupError, root, run, step, unlessDone, windows } from "../setup/common.mjs";

const platform = `${process.platform}-${process.arch}`;

// Packages that hold for every platform what the older ones download or compile by a script: ripgrep, and an argon2.
const instead = ["argon2@0.44.0", "@vscode/ripgrep-universal@1.18.0"];

// The oldest VS Code that package.json allows, one that its relatives are made from, and the newest. 1.108 takes its watcher of files
// from a git repository, uncompiled; the package that it is a copy of is compiled for every platform.
const versions = {
  1.99: { codeServer: "4.99.4", node: "20.20.2", instead },
  1.108: { codeServer: "4.108.2", node: "22.23.5", instead, watcher: "npm:@parcel/watcher@2.5.1" },
  1.139: { codeServer: "4.139.1", node: "24.21.0", instead: [] },
};

/** Where one version is: its folder, its Node and the script that starts it. Installs it if that was not done. */
export async function ensureWorkbench(version) {
  if (windows) throw new SetupError("The workbench in the browser runs on Linux and macOS only: install VS Code, whose command is `code`.");
  const home = path.join(root, ".workbench", version);
  const modules = path.join(home, "node_modules");
  const workbench = {
    home,
    node: path.join(modules, `node-${platform}`, "bin", "node"),
    entry: path.join(modules, "code-server", "out", "node", "entry.js"),
  };
  const inputs = JSON.stringify([versions[version], platform]);
  await unlessDone({ stamp: path.join(home, "dualtrack.stamp"), inputs, result: workbench.entry }, () =>
    step(`Installing the workbench of VS Code ${version}`, () => install(home, modules, versions[version])),
  );
  return workbench;
}

function install(home, modules, { codeServer, node, instead, watcher }) {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, "package.json"), '{ "private": true }\n'); // or npm would look for a package above
  const server = path.join(modules, "code-server");
  const vscode = path.join(server, "lib", "vscode");
  npmInstall(home, `node-${platform}@${node}`, `code-server@${codeServer}`, ...instead);
  if (watcher) depend(vscode, "@vscode/watcher", watcher);
  npmInstall(vscode, "--omit=dev");
  npmInstall(path.join(vscode, "extensions"), "--omit=dev");
  if (instead.length > 0) {
    rmSync(path.join(server, "node_modules", "argon2"), { recursive: true, force: true }); // so that the newer one above is found
    const bin = path.join(vscode, "node_modules", "@vscode", "ripgrep", "bin");
    mkdirSync(bin);
    const rg = path.join(modules, "@vscode", "ripgrep-universal", "bin", platform, "rg");
    symlinkSync(path.relative(bin, rg), path.join(bin, "rg"));
  }
}

/** Has a folder's package depend on something else. */
function depend(folder, name, wanted) {
  for (const file of ["package.json", "npm-shrinkwrap.json"].map((each) => path.join(folder, each))) {
    const content = JSON.parse(readFileSync(file, "utf8"));
    (content.packages?.[""] ?? content).dependencies[name] = wanted;
    if (content.packages) delete content.packages[`node_modules/${name}`];
    writeFileSync(file, JSON.stringify(content));
  }
}

// Without scripts: they would download ripgrep and compile what the workbench can do without.
function npmInstall(folder, ...args) {
  run("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...args], {
    cwd: folder,
    failure: "npm could not install the workbench; with a working network, running this again cures that.",
  });
}
