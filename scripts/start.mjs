// npm start [-- PATH] [--editor NAME] [--no-open]: Dualtrack on the example or on your own repository, in the editor that you have,
// else in a VS Code workbench in the browser.
import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { desktopEditors, findEditor, openDesktop } from "./desktop.mjs";
import { SetupError, runMain, step, windows } from "./setup/common.mjs";
import { cacheFolder, ensureExample, ensureVsix } from "./setup.mjs";
import { ensureWorkbench, startWorkbench } from "./workbench.mjs";

const version = "1.139";
const browser = "code-server";

await runMain(async () => {
  const { folder: own, editor, open } = readArguments();
  const vsix = await ensureVsix();
  if (editor === browser) return inBrowser(own, open, vsix);
  const folder = own ?? (await exampleOfToday());
  openDesktop(editor, folder, !own); // whether one's own folder is trusted is one's own decision
  console.log(`Dualtrack is running in ${desktopEditors[editor]}, with ${folder}`);
});

async function inBrowser(own, open, vsix) {
  await ensureWorkbench(version);
  const folder = own ?? (await exampleOfToday());
  const workbench = await step("Starting the workbench", () =>
    startWorkbench({
      ...{ version, folder, vsix },
      userData: path.join(cacheFolder(), "workbench", version),
      trustDisabled: !own,
    }),
  );
  console.log(`Dualtrack is running at ${workbench.url}`);
  if (open) openBrowser(workbench.url);
  await workbench.ended;
  throw new SetupError("The workbench has ended by itself; its log is in the folder that holds its settings.");
}

function readArguments() {
  const usage = `Usage: npm start [-- PATH] [--editor ${[...Object.keys(desktopEditors), browser].join("|")}] [--no-open]`;
  let parsed;
  try {
    parsed = parseArgs({ allowPositionals: true, options: { "no-open": { type: "boolean" }, editor: { type: "string" } } });
  } catch (error) {
    throw new SetupError(`${error.message}\n${usage}`);
  }
  if (parsed.positionals.length > 1) throw new SetupError(`Only one PATH can be opened.\n${usage}`);
  const [given] = parsed.positionals;
  const chosen = parsed.values.editor;
  const isHere = [undefined, browser].includes(chosen) || findEditor(chosen);
  if (!isHere) throw new SetupError(`There is no editor ${chosen} here.\n${usage}`);
  // npm itself takes an option that stands before `--`, and tells it by a variable.
  const open = !parsed.values["no-open"] && process.env.npm_config_open !== "";
  const editor = chosen ?? ((open && hasDesktop() && Object.keys(desktopEditors).find(findEditor)) || browser);
  if (given === undefined) return { editor, open };
  const folder = path.resolve(process.env.INIT_CWD ?? ".", given); // npm has gone to the root of the project
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new SetupError(`There is no folder ${folder} to open.`);
  return { folder, editor, open };
}

/** The example's story ends today, so it is built again every day. */
function exampleOfToday() {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  return ensureExample("example", today);
}

/** Not in a terminal of another machine or a container, where an editor's command speaks with the editor that shows it. */
function hasDesktop() {
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_IPC_HOOK_CLI } = process.env;
  return !VSCODE_IPC_HOOK_CLI && (process.platform !== "linux" || Boolean(DISPLAY || WAYLAND_DISPLAY));
}

function openBrowser(url) {
  if (!hasDesktop()) return; // a browser in the terminal helps nobody
  const [command, ...args] = windows ? ["explorer", url] : process.platform === "darwin" ? ["open", url] : ["xdg-open", url];
  // The address has been printed, so a machine without such a command loses nothing.
  spawn(command, args, { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
