// Talks with the user about the Python that runs the server; python.ts finds it.

import { ConfigurationTarget, type ExtensionContext, ProgressLocation, window, workspace } from "vscode";
import { type Server, textOf } from "./client";
import { plain } from "./plain";
import { findUv, probe, run, type Search } from "./python";

const privatePython = "3.12";

/** The one message when no Python was found: what is needed, what is there instead, and the ways out. */
export function tellNoPython(search: Search, context: ExtensionContext, server: Server): void {
  const found = search.failures.filter((failure) => failure.python);
  const what = found.slice(0, 2).map(({ python, command, reason }) => `found ${python ?? ""} at ${command.join(" ")} (${reason})`);
  const message = `Dualtrack needs Python 3.11 or newer; ${what.join(", ") || "found none"}.`;
  server.log.error(message);
  const uv = findUv();
  const buttons = ["Select Interpreter", ...(uv ? ["Get a Private Python"] : []), "Show Log"];
  void window.showErrorMessage(plain(message), ...buttons).then((button) => {
    if (button === "Select Interpreter") void selectInterpreter(context);
    if (button === "Get a Private Python" && uv) void getPrivatePython(uv, context, server);
    if (button === "Show Log") server.log.show();
  });
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
  const answer = await probe(context, [file]);
  if (answer.ok) await writeSetting(file);
  else void window.showErrorMessage(plain(`${file} cannot run Dualtrack: ${answer.reason}`));
}

/** Where it has a value now, as that one would hide any other. */
async function writeSetting(value: string | undefined): Promise<void> {
  const settings = workspace.getConfiguration("dualtrack");
  const inWorkspace = settings.inspect("interpreter")?.workspaceValue !== undefined;
  await settings.update("interpreter", value, inWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
}

/** `uv` installs a Python into its own folder; the next search finds it there. */
async function getPrivatePython(uv: string, context: ExtensionContext, server: Server): Promise<void> {
  const options = { location: ProgressLocation.Notification, title: `Installing Python ${privatePython}`, cancellable: true };
  await window.withProgress(options, async (_progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      abort.abort();
    });
    try {
      await run(context, [uv, "python", "install", privatePython], 0, abort.signal);
    } catch (error) {
      if (!abort.signal.aborted) void window.showErrorMessage(plain(`Python could not be installed: ${textOf(error)}`));
      return;
    }
    await server.restart();
  });
}
