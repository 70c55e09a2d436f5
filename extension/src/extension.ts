// What Dualtrack is inside VS Code. Everything it shows and everything it changes is worked out by the server.

import { commands, type ExtensionContext, window, workspace } from "vscode";
import { registerActions } from "./actions";
import { Board } from "./board";
import { Server } from "./client";
import { undo } from "./edits";
import { getPrivatePython, selectInterpreter } from "./interpreter";
import { getStarted, showPages } from "./pages";
import { showStatus } from "./status";
import { registerTab } from "./tab";

let server: Server | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Dualtrack", { log: true });
  const started = new Server(context, log);
  server = started;
  context.subscriptions.push(
    log,
    ...showStatus(started),
    ...showPages(started),
    ...registerActions(started, new Board(started, context)),
    ...registerTab(started, context.extensionUri),
    commands.registerCommand("dualtrack.getStarted", (asPage?: boolean) => getStarted(context, asPage)),
    commands.registerCommand("dualtrack.undo", () => undo()),
    commands.registerCommand("dualtrack.restart", () => started.restart()),
    commands.registerCommand("dualtrack.showLog", () => log.show()),
    commands.registerCommand("dualtrack.selectInterpreter", () => selectInterpreter(context)),
    commands.registerCommand("dualtrack.getPrivatePython", () => getPrivatePython(context, started)),
    workspace.onDidGrantWorkspaceTrust(() => started.restart()),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("dualtrack.interpreter") && started.restart()),
  );
  void started.restart(); // not awaited: the commands are there while the server starts, and wait for it
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
