// The view of the board: draws the rows that the server has sent last, and keeps nothing else.

import * as vscode from "vscode";
import { change, isItem } from "./actions";
import type { Server } from "./client";
import type { BoardUpdate, TreeRow } from "./messages";
import { versionOf } from "./python";
import { plain } from "./say";

/** VS Code's name for what is dragged inside this view. */
const mime = "application/vnd.code.tree.dualtrack.board";
const memory = "dualtrack.rows"; // kept as they were last, each with the version that it is of
const restricted = vscode.l10n.t("Restricted Mode: commits and runs are not read until you trust this folder.");

export class Board implements vscode.TreeDataProvider<TreeRow>, vscode.TreeDragAndDropController<TreeRow> {
  private readonly changes = new vscode.EventEmitter<TreeRow[] | undefined>();
  readonly onDidChangeTreeData = this.changes.event;
  readonly dragMimeTypes = [mime];
  readonly dropMimeTypes = [mime];

  private readonly view: vscode.TreeView<TreeRow>;
  private readonly branch = vscode.window.createStatusBarItem("dualtrack.branch", vscode.StatusBarAlignment.Left);
  private stopped: "" | "stopped" | "noPython" = "";
  private saving?: NodeJS.Timeout;
  private readonly folders = new Map<string, BoardUpdate>();
  /** By id: updates hold only the rows that have changed. VS Code knows a row by its object, so that one stays. */
  private readonly rows = new Map<string, TreeRow>();

  constructor(private readonly server: Server, private readonly context: vscode.ExtensionContext) {
    const options = { treeDataProvider: this, dragAndDropController: this, showCollapseAll: true, canSelectMany: true };
    this.view = vscode.window.createTreeView<TreeRow>("dualtrack.board", options);
    context.subscriptions.push(
      ...[this.view, this.branch, server.onBoard(this.accept)],
      server.onPhase(({ is }) => {
        if (this.stopped) void vscode.commands.executeCommand("notifications.hideToasts"); // what was said of the last start is past
        this.stopped = is === "stopped" || is === "noPython" ? is : "";
        this.forget(this.stopped ? undefined : []); // the welcome view with the ways out is shown only where there is no tree
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => this.forget(removed.map(({ uri }) => uri.toString()))),
    );
    // Until the server has read the files, the board is drawn as it was last.
    const isOurs = ({ version }: BoardUpdate & { version?: string }): boolean => version === versionOf(context);
    context.workspaceState.get<BoardUpdate[]>(memory, []).filter(isOurs).forEach(this.accept);
    this.show();
  }

  /** The folders that have a board. */
  readonly ready = (): string[] =>
    [...this.folders.values()].flatMap(({ folder, state }) => (state === "ready" ? vscode.Uri.parse(folder, true).fsPath : []));
  readonly selection = (): TreeRow[] => this.view.selection.filter(isItem);

  /** Folders are a level of their own only where there are several. */
  getChildren(row?: TreeRow): TreeRow[] {
    if (row) return this.named(row.rows);
    const shown = this.named([...this.folders.keys()]).filter(({ rows }) => rows.length > 0);
    return shown.length === 1 ? this.getChildren(shown[0]) : shown;
  }

  getTreeItem(row: TreeRow): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, row.rows.length === 0 ? None : row.collapsed ? Collapsed : Expanded);
    Object.assign(item, { id: row.id, contextValue: row.context, description: row.description });
    if (row.icon) item.iconPath = new vscode.ThemeIcon(row.icon, row.color ? new vscode.ThemeColor(row.color) : undefined);
    if (row.spoken) item.accessibilityInformation = { label: row.spoken };
    if (!row.path) return item;
    const [folder = ""] = row.id.split("\n");
    const file = vscode.Uri.joinPath(vscode.Uri.parse(folder, true), row.path);
    // The focus stays in the tree, as in the explorer: its keys go on working.
    const options = { selection: new vscode.Range(row.line, 0, row.line, 0), preserveFocus: true };
    item.command = { command: "vscode.open", title: vscode.l10n.t("Open File"), arguments: [file, options] };
    return item;
  }

  async resolveTreeItem(item: vscode.TreeItem, row: TreeRow, token: vscode.CancellationToken): Promise<vscode.TreeItem> {
    if (!row.path) return item;
    // The text comes from the repository; as it is not said to be trusted, it can name no command, no icon and no HTML.
    const page = await this.server.request<string>("dualtrack/page", { of: "card", id: row.id, path: "" }, token);
    item.tooltip = new vscode.MarkdownString(page);
    return item;
  }

  handleDrag(source: readonly TreeRow[], transfer: vscode.DataTransfer): void {
    const ids = source.filter(({ context }) => context.startsWith("card")).map(({ id }) => id);
    if (ids.length > 0) transfer.set(mime, new vscode.DataTransferItem(JSON.stringify(ids)));
  }

  async handleDrop(target: TreeRow | undefined, transfer: vscode.DataTransfer): Promise<void> {
    const ids = JSON.parse((await transfer.get(mime)?.asString()) ?? "[]") as string[];
    if (ids.length > 0) await change(this.server, { request: "move", ids, onto: target?.id ?? "" });
  }

  private readonly accept = (update: BoardUpdate): void => {
    if (!vscode.workspace.workspaceFolders?.some(({ uri }) => uri.toString() === update.folder)) return; // closed meanwhile
    this.folders.set(update.folder, update);
    for (const row of [...update.rows, ...update.cards]) this.rows.set(row.id, Object.assign(this.rows.get(row.id) ?? row, row));
    // Usually only a card says something else; then the rest of the tree is left alone.
    this.changes.fire(update.rows.length === 0 ? this.named(update.cards.map(({ id }) => id)) : undefined);
    this.show();
    clearTimeout(this.saving);
    if (update.state !== "indexing") this.saving = setTimeout(this.save, 2000);
  };

  private readonly save = (): void => {
    const kept = { version: versionOf(this.context), state: "indexing", rows: this.shown().slice(0, 2000), cards: [] };
    void this.context.workspaceState.update(memory, [...this.folders.values()].map((update) => ({ ...update, ...kept })));
  };

  private forget(folders = [...this.folders.keys()]): void {
    for (const folder of folders) this.folders.delete(folder);
    this.changes.fire(undefined);
    this.show();
  }

  private readonly named = (ids: string[]): TreeRow[] => ids.flatMap((id) => this.rows.get(id) ?? []);

  /** Rows with all that are below them. What no row leads to any more is gone. */
  private shown(ids = [...this.folders.keys()]): TreeRow[] {
    return this.named(ids).flatMap((row) => [row, ...this.shown(row.rows)]);
  }

  private show(): void {
    const updates = [...this.folders.values()];
    const attention = updates.reduce((sum, update) => sum + update.attention, 0);
    const tooltip = vscode.l10n.t(attention === 1 ? "{0} item needs a decision" : "{0} items need a decision", attention);
    const row = this.named(updates.map(({ branch }) => branch))[0];
    const command = { command: "dualtrack.menu", title: vscode.l10n.t("Actions"), arguments: [row] };
    Object.assign(this.branch, row && { text: `$(git-branch) ${plain(row.label)}`, tooltip: `${row.label}: ${row.description}`, command });
    this.branch[row && !this.stopped ? "show" : "hide"]();
    this.view.description = updates[0]?.filter ?? "";
    this.view.badge = attention > 0 ? { value: attention, tooltip } : undefined;
    // One folder with a board makes the view ready; before the first news of the server nobody knows.
    const known = (["indexing", "ready", "empty"] as const).find((state) => updates.some((update) => update.state === state));
    const state = known ?? (vscode.workspace.workspaceFolders ? "indexing" : "empty");
    const messages = { indexing: vscode.l10n.t("Reading the files…"), ready: vscode.workspace.isTrusted ? "" : restricted, empty: "" };
    this.view.message = this.stopped ? "" : messages[state];
    void vscode.commands.executeCommand("setContext", "dualtrack.state", this.stopped || state);
  }
}
