// Talks with the user about the Python that runs the server; python.ts finds it.

import { commands, ConfigurationTarget, type ExtensionContext, type LogOutputChannel, ProgressLocation, window, workspace } from "vscode";
import type { Server } from "./client";
import { findUv, privatePython, probe, run } from "./python";
import { fail, textOf } from "./say";

/** The one message when no Python was found: what is needed, what is there instead, and the ways out. */
export function tellNoPython(failures: string[], log: LogOutputChannel): void {
  const found = failures.slice(0, 2).map((failure) => `found ${failure}`);
  const message = `Dualtrack needs Python 3.11 or newer; ${found.join(", ") || "found none"}.`;
  log.error(message);
  const hasUv = findUv() !== undefined;
  void commands.executeCommand("setContext", "dualtrack.hasUv", hasUv);
  fail(message, ...(hasUv ? (["Get a Private Python"] as const) : []), "Select Interpreter", "Show Log");
}

/** Writes the setting, and so makes the server start again; an interpreter that cannot run it is refused. */
export async function selectInterpreter(context: ExtensionContext): Promise<void> {
  const automatically = { label: "Find Automatically" };
  const browse = { label: "Browse…", description: "Python 3.11 or newer" };
  const pick = await window.showQuickPick([automatically, browse], { title: "The Python that runs Dualtrack" });
  if (pick === automatically) await writeSetting(undefined);
  if (pick !== browse) return;
  const file = (await window.showOpenDialog({ title: "Select a Python 3.11 or newer", openLabel: "Select" }))?.[0]?.fsPath;
  if (file === undefined) return;
  const { reason } = await probe(context, [file]);
  if (reason === undefined) await writeSetting(file);
  else fail(`${file} cannot run Dualtrack: ${reason}`);
}

/** Where it has a value now, as that one would hide any other. */
async function writeSetting(value: string | undefined): Promise<void> {
  const settings = workspace.getConfiguration("dualtrack");
  const inWorkspace = settings.inspect("interpreter")?.workspaceValue !== undefined;
  await settings.update("interpreter", value, inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
}

/** uv installs a Python where it keeps them; the next search finds it there. */
export async function getPrivatePython(context: ExtensionContext, server: Server): Promise<void> {
  const options = { location: ProgressLocation.Notification, title: "Installing Python", cancellable: true };
  await window.withProgress(options, async (_progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    try {
      await run(context, privatePython(context, "python", "--version"), abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) fail(`Python could not be installed: ${textOf(error)}`);
      return;
    }
    await server.restart();
  });
}
