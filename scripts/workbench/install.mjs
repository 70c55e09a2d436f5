// Installs code-server from npm into .workbench/<version>, with the Node it was made for: no compiler, no system package.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SetupError, root, run, step, unlessDone, windows } from "../setup/common.mjs";

const platform = `${process.platform}-${process.arch}`;

// The oldest VS Code that package.json allows, and the newest. 1.99 comes without ripgrep (its script downloads it) and with an
// argon2 that must be compiled; both have newer packages that hold them for every platform.
const versions = {
  1.99: { codeServer: "4.99.4", node: "20.20.2", instead: ["argon2@0.44.0", "@vscode/ripgrep-universal@1.18.0"] },
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

function install(home, modules, { codeServer, node, instead }) {
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, "package.json"), '{ "private": true }\n'); // or npm would look for a package above
  const server = path.join(modules, "code-server");
  const vscode = path.join(server, "lib", "vscode");
  npmInstall(home, `node-${platform}@${node}`, `code-server@${codeServer}`, ...instead);
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

// Without scripts: they would download ripgrep and compile what the workbench can do without.
function npmInstall(folder, ...args) {
  run("npm", ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...args], {
    cwd: folder,
    failure: "npm could not install the workbench; with a working network, running this again cures that.",
  });
}
