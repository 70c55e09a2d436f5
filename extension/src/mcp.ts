// The tools for agents in the chat of VS Code: a server of the Model Context Protocol, started as the language server is.

import * as vscode from "vscode";
import type { Board } from "./board";
import type { Server } from "./client";
import { probe, serverCommand, versionOf } from "./python";

/** Since VS Code 1.101; the types are those of the oldest that is supported. */
type Provider = { onDidChangeMcpServerDefinitions: vscode.Event<void>; provideMcpServerDefinitions(): Promise<object[]> };
type Since101 = {
  lm: { registerMcpServerDefinitionProvider?(id: string, provider: Provider): vscode.Disposable };
  McpStdioServerDefinition: new (label: string, command: string, args: string[], env: object, version: string) => object;
};

/** Offers them in trusted folders with a board, if the Python of the server has the package `mcp`, which is too large to be bundled. */
export function offerTools(context: vscode.ExtensionContext, server: Server, board: Board): vscode.Disposable[] {
  const { lm, McpStdioServerDefinition: Definition } = vscode as unknown as Since101;
  let last = "";
  const changed = new vscode.EventEmitter<void>();
  const provideMcpServerDefinitions = async (): Promise<object[]> => {
    const [python, folders, asked] = [server.python, board.ready(), last];
    if (!python || folders.length === 0 || !vscode.workspace.isTrusted) return [];
    const { reason } = await probe(context, python.command, "mcp");
    if (asked !== last) return provideMcpServerDefinitions(); // whichever answer comes last counts
    if (reason !== undefined) server.log.info(`No tools for agents: ${reason}`);
    const { command, args = [] } = serverCommand(context, python);
    return reason === undefined ? [new Definition("Dualtrack", command, [...args, "mcp", ...folders], {}, versionOf(context))] : [];
  };
  const look = (): void => {
    const now = JSON.stringify([vscode.workspace.isTrusted, server.python?.command, board.ready()]);
    if (now === last) return;
    last = now;
    changed.fire();
  };
  const provider = lm.registerMcpServerDefinitionProvider?.("dualtrack", { onDidChangeMcpServerDefinitions: changed.event, provideMcpServerDefinitions });
  return provider ? [provider, board.onDidChangeTreeData(look)] : [];
}
