// Talks with the user about the Python that runs the server; python.ts finds it.

import { commands, ConfigurationTarget, type ExtensionContext, l10n, type LogOutputChannel, ProgressLocation, window, workspace } from "vscode";
import type { Server } from "./client";
import { findUv, privatePython, probe, run } from "./python";
import { fail, textOf } from "./say";

/** The one message when no Python was found: what is needed, what is there instead, and the ways out. Gives its text. */
export function tellNoPython(failures: string[], log: LogOutputChannel): string {
  const found = failures.slice(0, 2).map((failure) => l10n.t("found {0}", failure));
  const message = l10n.t("Dualtrack needs Python 3.11 or newer; {0}.", found.join(", ") || l10n.t("found none"));
  log.error(message);
  const hasUv = findUv() !== undefined;
  void commands.executeCommand("setContext", "dualtrack.hasUv", hasUv);
  fail(message, ...(hasUv ? (["getPrivatePython"] as const) : []), "selectInterpreter", "showLog");
  return message;
}

/** Writes the setting, and so makes the server start again; an interpreter that cannot run it is refused. */
export async function selectInterpreter(context: ExtensionContext): Promise<void> {
  const automatically = { label: l10n.t("Find Automatically") };
  const browse = { label: l10n.t("Browse…"), description: l10n.t("Python 3.11 or newer") };
  const pick = await window.showQuickPick([automatically, browse], { title: l10n.t("The Python that runs Dualtrack") });
  if (pick === automatically) await writeSetting(undefined);
  if (pick !== browse) return;
  const file = (await window.showOpenDialog({ title: l10n.t("Select a Python 3.11 or newer"), openLabel: l10n.t("Select") }))?.[0]?.fsPath;
  if (file === undefined) return;
  const { reason } = await probe(context, [file]);
  if (reason === undefined) await writeSetting(file);
  else fail(l10n.t("{0} cannot run Dualtrack: {1}", file, reason));
}

/** Where it has a value now, as that one would hide any other. */
async function writeSetting(value: string | undefined): Promise<void> {
  const settings = workspace.getConfiguration("dualtrack");
  const inWorkspace = settings.inspect("interpreter")?.workspaceValue !== undefined;
  await settings.update("interpreter", value, inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
}

/** uv installs a Python where it keeps them; the next search finds it there. */
export async function getPrivatePython(context: ExtensionContext, server: Server): Promise<void> {
  const options = { location: ProgressLocation.Notification, title: l10n.t("Installing Python"), cancellable: true };
  await window.withProgress(options, async (_progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const failed = (error: unknown): void => { if (!abort.signal.aborted) fail(l10n.t("Python could not be installed: {0}", textOf(error))); };
    await run(context, privatePython(context, "python", "--version"), abort.signal).then(server.restart, failed);
  });
}
