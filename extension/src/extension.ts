// What Dualtrack is inside VS Code. Everything it shows and everything it changes is worked out by the server.

import { commands, type ExtensionContext, window, workspace } from "vscode";
import { registerActions } from "./actions";
import { Board } from "./board";
import { Server } from "./client";
import { undo } from "./edits";
import { getPrivatePython, selectInterpreter } from "./interpreter";
import { offerTools } from "./mcp";
import { getStarted, showPages } from "./pages";
import { showStatus } from "./status";
import { registerTab } from "./tab";

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel("Dualtrack", { log: true });
  const server = new Server(context, log);
  const board = new Board(server, context);
  context.subscriptions.push(
    log,
    server,
    ...showStatus(server),
    ...showPages(server),
    ...registerActions(server, board),
    ...offerTools(context, server, board),
    ...registerTab(server, context.extensionUri),
    commands.registerCommand("dualtrack.getStarted", (asPage?: boolean) => getStarted(context, asPage)),
    commands.registerCommand("dualtrack.undo", () => undo()),
    commands.registerCommand("dualtrack.restart", () => server.restart()),
    commands.registerCommand("dualtrack.showLog", () => log.show()),
    commands.registerCommand("dualtrack.selectInterpreter", () => selectInterpreter(context)),
    commands.registerCommand("dualtrack.getPrivatePython", () => getPrivatePython(context, server)),
    workspace.onDidGrantWorkspaceTrust(() => server.restart()),
    workspace.onDidChangeConfiguration((change) => change.affectsConfiguration("dualtrack.interpreter") && server.restart()),
  );
  void server.restart(); // not awaited: the commands are there while the server starts, and wait for it
}
