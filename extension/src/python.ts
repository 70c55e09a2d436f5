// Finds a Python that can run the server, without asking anybody; interpreter.ts talks with the user about it.

import { execFile } from "node:child_process";
import { lstatSync, readdirSync, realpathSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { type ExtensionContext, extensions, l10n, type LogOutputChannel, Uri, workspace } from "vscode";
import type { Executable } from "vscode-languageclient/node";
import { textOf } from "./say";

/** The one line that `boot.py --probe` writes; `reason` is why this Python cannot run the server. */
type Answer = { python: string; executable: string; reason?: string };

/** A Python that has passed the probe. */
export type Python = Answer & { command: string[] };

/** What was found on the way to it, as texts; `setting` is why the interpreter of the settings was passed over. */
export type Search = { python?: Python; setting?: string; failures: string[] };

const windows = process.platform === "win32";
const [probeTimeout, extensionTimeout] = [10_000, 5_000];
const longestReason = 200;

export async function findPython(context: ExtensionContext, log: LogOutputChannel): Promise<Search> {
  const search: Search = { failures: [] };
  const seen = new Set<string>();
  for await (const [from, ...command] of candidates(context)) {
    const name = command.join(" ");
    if (!command[0] || seen.has(name) || !isAllowed(command[0])) continue;
    seen.add(name);
    const answer = await probe(context, command);
    const { python, reason } = answer;
    log.info(`Python from ${from}: ${name}: ${reason ?? python}`);
    if (reason === undefined) {
      await context.globalState.update(lastKey(context), command);
      return { ...search, python: { ...answer, command } };
    }
    if (python) search.failures.push(l10n.t("{0} at {1} ({2})", python, name, reason));
    if (from === "setting") search.setting = reason;
  }
  return search;
}

/** How the server is started with it. Its bytecode goes to a folder for this version, as the extension's own may be read-only; that of others goes. */
export function serverCommand(context: ExtensionContext, python: Python): Executable {
  const [cwd, [command = "", ...rest]] = [context.globalStorageUri.fsPath, python.command];
  const [all, own] = [path.join(cwd, "pyc"), path.basename(context.extensionPath)];
  for (const other of attempt(() => readdirSync(all), [])) if (other !== own) void rm(path.join(all, other), { recursive: true, force: true });
  return { command, args: [...rest, "-I", "-S", "-X", `pycache_prefix=${path.join(all, own)}`, boot(context)], options: { cwd } };
}

export const versionOf = ({ extension }: ExtensionContext): string => (extension.packageJSON as { version: string }).version;

/** The `uv` to run or install a Python with, if there is one. */
export const findUv = (): string | undefined => onPath("uv", path.join(homedir(), ".local", "bin")).find(isAllowed);

/** Runs a Python that uv has, or installs; where this package brings no libraries, one that is here will do, with them. Empty without uv. */
export function privatePython(context: ExtensionContext, ...more: string[]): string[] {
  const lock = context.asAbsolutePath(path.join("server", "requirements.lock"));
  const wanted = exists(lock) ? [">=3.11,<3.15", "--with-requirements", lock] : ["3.12"];
  // uv runs each Python that it meets, to ask for its version.
  const met = [process.env.VIRTUAL_ENV, process.env.CONDA_PREFIX, ...(process.env.PATH ?? "").split(path.delimiter)];
  const uv = met.every((place) => !place || isAllowed(place)) && findUv();
  return uv ? [uv, "run", "-q", "--no-project", "-p", ...wanted, ...more] : [];
}

/** Runs a program outside of the workspace, where no file of it can change what the program does. */
export async function run(context: ExtensionContext, [file = "", ...args]: string[], signal: AbortSignal): Promise<string> {
  const cwd = context.globalStorageUri.fsPath;
  await mkdir(cwd, { recursive: true });
  return new Promise((resolve, reject) => {
    execFile(file, args, { cwd, signal, windowsHide: true }, (error, stdout, stderr) => {
      // A probe that says no ends with 1, and what it says matters more than that.
      const reason = stderr.trim().replace(/\s+/g, " ").slice(0, longestReason);
      if (error && !stdout.trim()) reject(new Error(reason || error.message, { cause: error }));
      else resolve(stdout);
    });
  });
}

/** Asks an interpreter whether it can run the server; or what else of Dualtrack is named, as `mcp`. */
export async function probe(context: ExtensionContext, command: string[], ...what: string[]): Promise<Answer> {
  const output = run(context, [...command, "-I", "-S", boot(context), "--probe", ...what], AbortSignal.timeout(probeTimeout));
  const answer = output.then((text) => JSON.parse(text.trim().split("\n").pop() ?? "") as Answer);
  return answer.catch((error: unknown) => ({ python: "", executable: "", reason: textOf(error) }));
}

/** Where an interpreter is from, and its command (empty: there is none), best first; lazily, as asking others takes time. */
async function* candidates(context: ExtensionContext): AsyncGenerator<[from: string, ...command: string[]]> {
  yield ["setting", ...fromSetting()];
  yield ["last", ...(context.globalState.get<string[]>(lastKey(context)) ?? [])];
  if (workspace.isTrusted) {
    for await (const file of fromPythonExtensions()) yield ["extension", file ?? ""];
    const prefixes = folders().flatMap((folder) => [path.join(folder, ".venv"), path.join(folder, "venv")]);
    for (const file of prefixes.flatMap(inPrefix)) yield ["folder", file];
  }
  for (const file of [process.env.VIRTUAL_ENV, process.env.CONDA_PREFIX].flatMap(inPrefix)) yield ["environment", file];
  if (windows) for (const file of onPath("py")) yield ["PATH", file, "-3"];
  const names = ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"];
  for (const file of names.flatMap((name) => onPath(name))) yield ["PATH", file];
  yield ["uv", ...privatePython(context, "--offline", "python")];
}

/** A path, or a whole command whose first word is one. `~` and `${workspaceFolder}` are what people write in such settings. */
function fromSetting(): string[] {
  const value = workspace.getConfiguration("dualtrack").get<string | string[] | null>("interpreter");
  const [first, ...rest] = typeof value === "string" ? [value] : (value ?? []);
  if (!first) return [];
  const base = folders()[0] ?? homedir();
  const file = first.replace(/^~(?=[/\\])/, homedir()).replace("${workspaceFolder}", base);
  return [(/[/\\]/.test(file) ? undefined : onPath(file).find(isAllowed)) ?? path.resolve(base, file), ...rest];
}

/** The Python extensions know what the user has selected. They may be absent, old, or slow: then there are other ways. */
async function* fromPythonExtensions(): AsyncGenerator<string | undefined> {
  const [scope] = folders().map((folder) => Uri.file(folder));
  const environments = await soon(extensions.getExtension<EnvironmentsApi>("ms-python.vscode-python-envs")?.activate());
  yield (await soon(environments?.getEnvironment?.(scope)))?.execInfo?.run?.executable;
  const python = (await soon(extensions.getExtension<PythonApi>("ms-python.python")?.activate()))?.environments;
  const active = python?.getActiveEnvironmentPath(scope);
  yield (await soon(active && python?.resolveEnvironment(active)))?.executable.uri?.fsPath;
}

type EnvironmentsApi = { getEnvironment?(scope?: Uri): Promise<{ execInfo?: { run?: { executable?: string } } } | undefined> };
type PythonEnvironments = { getActiveEnvironmentPath(scope?: Uri): object; resolveEnvironment(path: object): Promise<{ executable: { uri?: Uri } } | undefined> };
type PythonApi = { environments?: PythonEnvironments };

async function soon<T>(promise: Thenable<T> | undefined): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, extensionTimeout, undefined));
  return Promise.race([Promise.resolve(promise).catch(() => undefined), late]);
}

/** The interpreter of a virtual or a conda environment. */
function inPrefix(prefix: string | undefined): string[] {
  const places = windows ? ["Scripts/python.exe", "python.exe"] : ["bin/python3", "bin/python"];
  const found = prefix && places.map((place) => path.join(prefix, place)).find(exists);
  return found ? [found] : [];
}

/** All programs of that name. A relative entry of PATH means another folder in every process and is never meant. */
function onPath(name: string, ...more: string[]): string[] {
  const entries = [...(process.env.PATH ?? "").split(path.delimiter), ...more].filter((entry) => path.isAbsolute(entry));
  const files = new Set(entries.map((entry) => path.join(real(entry), windows && !/\.exe$/i.test(name) ? `${name}.exe` : name)));
  // On a Mac without Apple's developer tools those of /usr/bin open a dialog, and with them they are Python 3.9.
  return [...files].filter((file) => exists(file) && !(process.platform === "darwin" && file.startsWith("/usr/bin/py")));
}

/** Until the workspace is trusted no program inside it is run, whether it is named there or only leads there. */
function isAllowed(file: string): boolean {
  if (workspace.isTrusted) return true;
  const names = [file, real(file), real(path.dirname(file))];
  const ways = folders().flatMap((folder) => [folder, real(folder)].flatMap((from) => names.map((name) => path.relative(from, name))));
  return ways.every((way) => /^\.\.([/\\]|$)/.test(way) || path.isAbsolute(way)); // absolute: on another drive
}

const folders = (): string[] => (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file").map(({ uri }) => uri.fsPath);

/** `lstat`, as the Pythons of the Microsoft Store are links that can be run but not followed. */
const exists = (file: string): boolean => attempt(() => !lstatSync(file).isDirectory(), false);
const real = (file: string): string => attempt(() => realpathSync.native(file), file);

function attempt<T>(work: () => T, otherwise: T): T {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

const boot = (context: ExtensionContext): string => context.asAbsolutePath(path.join("server", "boot.py"));

/** What works may change with the extension; what was found in a trusted workspace says nothing for one that is not. */
const lastKey = (context: ExtensionContext): string => `python/${versionOf(context)}/${workspace.isTrusted ? "trusted" : "restricted"}`;
