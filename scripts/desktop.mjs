// The editors that a person has on their machine: they open a folder in a development host of the extension as it is built here.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { SetupError, isFile, root, windows } from "./setup/common.mjs";

/** By the commands that start them. */
export const desktopEditors = { code: "Visual Studio Code", cursor: "Cursor", windsurf: "Windsurf" };

/** The path of an editor's command; undefined if it is not here. */
export function findEditor(editor) {
  if (!desktopEditors[editor]) return undefined;
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  // On a Mac the command lies in the application, and is on PATH only for whoever has asked for that.
  if (process.platform === "darwin") folders.push(`/Applications/${desktopEditors[editor]}.app/Contents/Resources/app/bin`);
  return folders.map((folder) => path.join(folder, windows ? `${editor}.cmd` : editor)).find(isFile);
}

/** Opens a window of the person's own editor, with their settings, beside those that are open. */
export function openDesktop(editor, folder, trusted) {
  const command = findEditor(editor);
  const trust = trusted ? ["--disable-workspace-trust"] : [];
  const args = ["--new-window", ...trust, `--extensionDevelopmentPath=${root}`, folder];
  // A .cmd is run by a shell. Started from a terminal of such an editor, the command would take itself for a part of it.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|INIT_CWD$)/.test(name)));
  const quoted = windows ? [command, ...args].map((word) => `"${word}"`) : [command, ...args];
  const { status, error } = spawnSync(quoted[0], quoted.slice(1), { stdio: "inherit", shell: windows, env });
  if (status !== 0) throw new SetupError(`${desktopEditors[editor]} did not start${error ? `: ${error.message}` : "."}`);
}
