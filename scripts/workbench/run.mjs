// Runs one workbench: its settings, the extension in it, its port, and its end.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SetupError, isFile, run, unlessDone } from "../setup/common.mjs";
import { ensureWorkbench } from "./install.mjs";

// Nothing may call home, and nothing may stand between the user and the folder. Desktop VS Code does not save by itself either.
const quiet = {
  "chat.commandCenter.enabled": false,
  "chat.disableAIFeatures": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
};

/**
 * Serve `folder` with the extension `vsix` in it; resolves when it answers, to `{ url, stop, ended, install }`; `install` takes another
 * version of the extension, which the next window has.
 * `userData` keeps what the user sets; `extensions` may be shared by several runs of one version, one after the other.
 * `settings` are the user's, `machineSettings` the machine's (where an interpreter is named).
 */
export async function startWorkbench({
  version,
  folder,
  vsix,
  userData,
  extensions = path.join(userData, "extensions"),
  port,
  trustDisabled = false,
  theme = "Default Dark Modern",
  settings = {},
  machineSettings = {},
  env = {},
}) {
  const { node, entry } = await ensureWorkbench(version);
  writeSettings(path.join(userData, "Machine", "settings.json"), machineSettings);
  writeSettings(path.join(userData, "User", "settings.json"), { ...quiet, "workbench.colorTheme": theme, ...settings });
  const environment = workbenchEnvironment(userData, env);
  const folders = ["--user-data-dir", userData, "--extensions-dir", extensions];
  const install = (file) =>
    run(node, [entry, ...folders, "--install-extension", file], {
      env: environment,
      failure: `The workbench did not take the extension ${file}.`,
    });
  const inputs = createHash("sha256").update(readFileSync(vsix)).digest("hex");
  const stamp = path.join(extensions, "dualtrack.stamp");
  await unlessDone({ stamp, inputs, result: path.join(extensions, "extensions.json") }, () => {
    rmSync(extensions, { recursive: true, force: true });
    install(vsix);
  });

  const address = `127.0.0.1:${port ?? (await freePort(path.join(userData, "port")))}`;
  const config = path.join(userData, "config.yaml");
  writeFileSync(config, "auth: none\n");
  const log = path.join(userData, "workbench.log");
  const output = openSync(log, "w");
  const trust = trustDisabled ? ["--disable-workspace-trust"] : [];
  const args = ["--config", config, "--bind-addr", address, "--auth", "none", ...folders, ...trust];
  const child = spawn(
    node,
    [entry, ...args, "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"],
    {
      env: environment,
      stdio: ["ignore", output, output],
      detached: true, // a process group of its own, so that the language server and all else end with it
    },
  );
  const { stop, ended } = ending(child);
  await answering(`http://${address}/healthz`, child, log).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url: `http://${address}/?folder=${encodeURI(folder)}`, stop, ended, install };
}

function writeSettings(file, settings) {
  mkdirSync(path.dirname(file), { recursive: true });
  // What the user has set in a workbench that is used again stays.
  const before = isFile(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  writeFileSync(file, `${JSON.stringify({ ...settings, ...before }, undefined, 2)}\n`);
}

/** Started from a terminal of VS Code or by npm, the workbench must not take itself for a part of them. */
export function workbenchEnvironment(userData, env) {
  const foreign = /^(VSCODE_|ELECTRON_|CODE_SERVER_|npm_|NODE_OPTIONS$|INIT_CWD$|PORT$|PASSWORD$|HASHED_PASSWORD$)/;
  // A relative path, as an empty one is, counts as not set; VS Code would write below the folder that it is started in.
  const astray = ([name, value]) => /^XDG_\w+_HOME$/.test(name) && !path.isAbsolute(value);
  const kept = Object.entries(process.env).filter((each) => !foreign.test(each[0]) && !astray(each));
  const gallery = '{"serviceUrl":"http://127.0.0.1:9/none","itemUrl":"","resourceUrlTemplate":""}'; // a port where nothing answers
  return { ...Object.fromEntries(kept), EXTENSIONS_GALLERY: gallery, XDG_DATA_HOME: path.join(userData, "data"), ...env };
}

/** The port of the last time, because a browser keeps layout and trust for one port; if it is taken, one that is free. */
async function freePort(file) {
  const last = isFile(file) ? Number(readFileSync(file, "utf8")) : 0;
  const port = await freeOf(last).catch(() => freeOf(0));
  writeFileSync(file, String(port));
  return port;
}

function freeOf(wanted) {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(wanted, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answering(url, child, log) {
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
    if (child.exitCode !== null) break;
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
  }
  throw new SetupError(`The workbench did not start. Its log says:\n${readFileSync(log, "utf8")}`);
}

/** `stop` ends the whole process group, also when this process is told to end; `ended` resolves if it ends by itself. */
function ending(child) {
  let stopping = false;
  const kill = (signal) => {
    try {
      return process.kill(-child.pid, signal);
    } catch {
      return false; // no process of the group is left
    }
  };
  const atExit = () => kill("SIGKILL");
  const stop = async () => {
    stopping = true;
    kill("SIGTERM");
    for (let waited = 0; waited < 3000 && kill(0); waited += 50) await sleep(50);
    kill("SIGKILL");
    process.removeListener("exit", atExit);
  };
  process.once("exit", atExit);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => stop().then(() => process.exit()));
  const ended = new Promise((resolve) => child.once("exit", () => stopping || resolve()));
  return { stop, ended };
}
