// Finds a Python that can run the server, without asking anybody; interpreter.ts talks with the user about it.

import { execFile } from "node:child_process";
import { lstatSync, realpathSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import * as path from "node:path";
import { type ExtensionContext, extensions, type LogOutputChannel, Uri, workspace } from "vscode";

/** A Python that has passed the probe. */
export interface Python {
  command: string[];
  version: string;
  executable: string;
}

/** What was found on the way to it; `setting` is why the interpreter of the settings was passed over. */
export interface Search {
  python?: Python;
  setting?: string;
  failures: Failure[];
}

export interface Failure {
  command: string[];
  python?: string;
  reason: string;
}

interface Candidate {
  command: string[];
  from: "setting" | "last" | "extension" | "folder" | "environment" | "PATH" | "uv";
}

/** The one line that `boot.py --probe` writes. */
type Answer = { ok: true; python: string; executable: string } | { ok: false; python: string; reason: string };

const windows = process.platform === "win32";
const probeTimeout = 10_000;
const extensionTimeout = 5_000;
const longestReason = 200;

export async function findPython(context: ExtensionContext, log: LogOutputChannel): Promise<Search> {
  const search: Search = { failures: [] };
  const seen = new Set<string>();
  for await (const candidate of candidates(context)) {
    const name = candidate.command.join(" ");
    if (seen.has(name)) continue;
    seen.add(name);
    const answer = await probe(context, candidate.command);
    log.info(`Python from ${candidate.from}: ${name}: ${answer.ok ? answer.python : answer.reason}`);
    if (answer.ok) {
      search.python = { command: candidate.command, version: answer.python, executable: answer.executable };
      await context.globalState.update(lastKey(context), candidate.command);
      return search;
    }
    search.failures.push({ command: candidate.command, reason: answer.reason, ...(answer.python && { python: answer.python }) });
    if (candidate.from === "setting") search.setting = answer.reason;
  }
  return search;
}

/** How the server is started with it. The bytecode goes where the extension's folder may be read-only. */
export function serverCommand(context: ExtensionContext, python: Python): { command: string; args: string[]; cwd: string } {
  const cwd = context.globalStorageUri.fsPath;
  const [command = "", ...rest] = python.command;
  return { command, args: [...rest, "-I", "-S", "-X", `pycache_prefix=${path.join(cwd, "pyc")}`, boot(context)], cwd };
}

/** The `uv` to install a Python with, if there is one. */
export function findUv(): string | undefined {
  return onPath("uv", path.join(homedir(), ".local", "bin"))[0];
}

/** Runs a program outside of the workspace, where no file of it can change what the program does. */
export async function run(context: ExtensionContext, command: string[], timeout: number, signal?: AbortSignal): Promise<string> {
  const cwd = context.globalStorageUri.fsPath;
  await mkdir(cwd, { recursive: true });
  const [file = "", ...args] = command;
  return new Promise((resolve, reject) => {
    execFile(file, args, { cwd, timeout, windowsHide: true, ...(signal && { signal }) }, (error, stdout, stderr) => {
      // A probe that says no ends with 1, and what it says matters more than that.
      const reason = stderr.trim().replace(/\s+/g, " ").slice(0, longestReason);
      if (error && !stdout.trim()) reject(new Error(reason || error.message, { cause: error }));
      else resolve(stdout);
    });
  });
}

/** All interpreters worth a try, best first; lazily, as asking an extension or `uv` takes time. */
async function* candidates(context: ExtensionContext): AsyncGenerator<Candidate> {
  const setting = fromSetting();
  if (setting) yield { command: setting, from: "setting" };
  const last = context.globalState.get<string[]>(lastKey(context));
  if (last?.[0] !== undefined && isAllowed(last[0])) yield { command: last, from: "last" };
  if (workspace.isTrusted) {
    for await (const file of fromPythonExtensions()) yield { command: [file], from: "extension" };
    for (const file of folders().flatMap((folder) => [".venv", "venv"].flatMap((name) => inPrefix(path.join(folder, name))))) {
      yield { command: [file], from: "folder" };
    }
  }
  for (const prefix of [process.env.VIRTUAL_ENV, process.env.CONDA_PREFIX]) {
    for (const file of prefix ? inPrefix(prefix) : []) yield { command: [file], from: "environment" };
  }
  if (windows) for (const file of onPath("py")) yield { command: [file, "-3"], from: "PATH" };
  for (const name of ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"]) {
    for (const file of onPath(name)) yield { command: [file], from: "PATH" };
  }
  const uv = findUv();
  if (uv) {
    const file = (await run(context, [uv, "python", "find", "--no-project", ">=3.11"], probeTimeout).catch(() => "")).trim();
    if (file && isAllowed(file)) yield { command: [file], from: "uv" };
  }
}

/** Asks an interpreter whether it can run the server. */
export async function probe(context: ExtensionContext, command: string[]): Promise<Answer> {
  try {
    const output = await run(context, [...command, "-I", "-S", boot(context), "--probe"], probeTimeout);
    return JSON.parse(output.trim().split("\n").pop() ?? "") as Answer;
  } catch (error) {
    return { ok: false, python: "", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A path, or a whole command whose first word is one. `~` and `${workspaceFolder}` are what people write in such settings. */
function fromSetting(): string[] | undefined {
  const value = workspace.getConfiguration("dualtrack").get<string | string[] | null>("interpreter");
  const [first, ...rest] = typeof value === "string" ? [value] : (value ?? []);
  if (!first) return undefined;
  const base = folders()[0] ?? homedir();
  const file = first.replace(/^~(?=[/\\])/, homedir()).replace("${workspaceFolder}", base);
  const found = (/[/\\]/.test(file) ? undefined : onPath(file)[0]) ?? path.resolve(base, file);
  return isAllowed(found) ? [found, ...rest] : undefined;
}

/** The Python extensions know what the user has selected. They may be absent, old, or slow: then there are other ways. */
async function* fromPythonExtensions(): AsyncGenerator<string> {
  const resource = folders()[0];
  const scope = resource === undefined ? undefined : Uri.file(resource);
  const environments = await exportsOf<EnvironmentsApi>("ms-python.vscode-python-envs");
  const selected = await soon(environments?.getEnvironment?.(scope));
  if (selected?.execInfo?.run?.executable) yield selected.execInfo.run.executable;
  const python = (await exportsOf<PythonApi>("ms-python.python"))?.environments;
  const active = python?.getActiveEnvironmentPath(scope);
  const resolved = active && (await soon(python?.resolveEnvironment(active)));
  if (resolved?.executable.uri) yield resolved.executable.uri.fsPath;
}

interface EnvironmentsApi {
  getEnvironment?(scope?: Uri): Promise<{ execInfo?: { run?: { executable?: string } } } | undefined>;
}

interface PythonApi {
  environments?: {
    getActiveEnvironmentPath(scope?: Uri): { path: string };
    resolveEnvironment(path: { path: string }): Promise<{ executable: { uri?: Uri } } | undefined>;
  };
}

async function exportsOf<Api>(id: string): Promise<Api | undefined> {
  return soon(extensions.getExtension<Api>(id)?.activate());
}

async function soon<T>(promise: Thenable<T> | undefined): Promise<T | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, extensionTimeout, undefined));
  return Promise.race([Promise.resolve(promise).catch(() => undefined), late]);
}

/** The interpreter of a virtual or a conda environment. */
function inPrefix(prefix: string): string[] {
  const places = windows ? ["Scripts/python.exe", "python.exe"] : ["bin/python3", "bin/python"];
  return places.map((place) => path.join(prefix, place)).filter((file) => exists(file) && isAllowed(file)).slice(0, 1);
}

/** All programs of that name. A relative entry of PATH means another folder in every process and is never meant. */
function onPath(name: string, ...more: string[]): string[] {
  const entries = [...(process.env.PATH ?? "").split(path.delimiter), ...more].filter((entry) => path.isAbsolute(entry));
  const files = new Set(entries.map((entry) => path.join(real(entry), windows && !/\.exe$/i.test(name) ? `${name}.exe` : name)));
  return [...files].filter((file) => exists(file) && isAllowed(file) && !asksForDeveloperTools(file));
}

/** On a Mac without Apple's developer tools these open a dialog, and with them they are Python 3.9. */
function asksForDeveloperTools(file: string): boolean {
  return process.platform === "darwin" && file.startsWith("/usr/bin/py");
}

/** Until the workspace is trusted no program inside it is run, whether it is named there or only leads there. */
function isAllowed(file: string): boolean {
  if (workspace.isTrusted) return true;
  const inside = (folder: string) => (name: string) => !/^\.\.([/\\]|$)/.test(path.relative(folder, name)) && !isOtherDrive(folder, name);
  const names = [file, real(file), real(path.dirname(file))];
  return !folders().some((folder) => names.some(inside(folder)) || names.some(inside(real(folder))));
}

function isOtherDrive(folder: string, name: string): boolean {
  return path.isAbsolute(path.relative(folder, name));
}

function folders(): string[] {
  return (workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file").map((folder) => folder.uri.fsPath);
}

/** `lstat`, as the Pythons of the Microsoft Store are links that can be run but not followed. */
function exists(file: string): boolean {
  try {
    return !lstatSync(file).isDirectory();
  } catch {
    return false;
  }
}

function real(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return file;
  }
}

function boot(context: ExtensionContext): string {
  return context.asAbsolutePath(path.join("server", "boot.py"));
}

/** What works may change with the extension; what was found in a trusted workspace says nothing for one that is not. */
function lastKey(context: ExtensionContext): string {
  const { version } = context.extension.packageJSON as { version: string };
  return `python/${version}/${workspace.isTrusted ? "trusted" : "restricted"}`;
}
