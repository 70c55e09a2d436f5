// The view of the board: draws what the server has sent last, and keeps nothing else.

import { commands, EventEmitter, type ExtensionContext, type TreeDataProvider, type TreeView, window, workspace } from "vscode";
import type { Server } from "./client";
import { dragAndDrop } from "./dragAndDrop";
import type { BoardUpdate, Card, CardRequest, CardText } from "./messages";
import { type CardNode, type FolderBoards, type Node, nodesOf, tooltip, treeItem } from "./nodes";

const viewId = "dualtrack.board";
const restricted = "Restricted Mode: commits and runs are not read until you trust this folder.";

export interface CardsShown {
  cards(): CardNode[];
  selection(): CardNode[];
}

export function showBoard(server: Server, subscriptions: ExtensionContext["subscriptions"]): CardsShown {
  const tree = new BoardTree(server);
  const view: TreeView<Node> = window.createTreeView<Node>(viewId, {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
    dragAndDropController: dragAndDrop(server, () => tree.cards()),
  });
  let stopped = false;
  const show = (): void => {
    view.badge = badge(tree.attention());
    view.message = workspace.isTrusted || tree.state() === "empty" ? "" : restricted;
    setState(stopped ? "stopped" : tree.state());
  };
  subscriptions.push(
    view,
    server.onBoard((update) => {
      tree.accept(update);
      show();
    }),
    server.onPhase((phase) => {
      stopped = phase.is === "stopped";
      // The welcome view with the ways out is shown only where there is no tree.
      if (stopped) tree.clear();
      show();
    }),
    workspace.onDidChangeWorkspaceFolders(({ removed }) => {
      for (const { uri } of removed) tree.forget(uri.toString());
      show();
    }),
  );
  show();
  return { cards: () => tree.cards(), selection: () => view.selection.filter((node) => node.is === "card") };
}

class BoardTree implements TreeDataProvider<Node> {
  private readonly changes = new EventEmitter<Node[] | undefined>();
  readonly onDidChangeTreeData = this.changes.event;

  private readonly folders = new Map<string, FolderBoards>();
  /** By folder, then by key: updates hold only the cards that have changed. */
  private readonly known = new Map<string, Map<string, Card>>();
  private roots: Node[] = [];

  constructor(private readonly server: Server) {}

  accept(update: BoardUpdate): void {
    const { folder } = update;
    const boards = update.boards ?? this.folders.get(folder)?.boards ?? [];
    this.folders.set(folder, { ...update, boards });
    const named = new Set(boards.flatMap(({ tracks }) => tracks.flatMap(({ columns }) => columns.flatMap(({ cards }) => cards))));
    const all = [...(this.known.get(folder) ?? []), ...update.cards.map((card) => [card.key, card] as const)];
    this.known.set(folder, new Map(all.filter(([key]) => named.has(key))));
    // Usually only a card says something else; then the rest of the tree is left alone.
    if (update.boards) this.rebuild();
    else this.redraw(folder, update.cards);
  }

  clear(): void {
    this.folders.clear();
    this.known.clear();
    this.rebuild();
  }

  forget(folder: string): void {
    this.folders.delete(folder);
    this.known.delete(folder);
    this.rebuild();
  }

  cards(): CardNode[] {
    const under = (node: Node): CardNode[] => (node.is === "card" ? [node] : node.children.flatMap(under));
    return this.roots.flatMap(under);
  }

  attention(): number {
    return [...this.folders.values()].reduce((sum, { attention }) => sum + attention, 0);
  }

  /** One folder with a board makes the view ready; before the first news of the server nobody knows. */
  state(): BoardUpdate["state"] {
    const states = [...this.folders.values()].map(({ state }) => state);
    if (states.includes("indexing")) return "indexing";
    if (states.includes("ready")) return "ready";
    return states.length > 0 || !workspace.workspaceFolders ? "empty" : "indexing";
  }

  getChildren(node?: Node): Node[] {
    return node ? node.children : this.roots;
  }

  getTreeItem(node: Node): ReturnType<typeof treeItem> {
    return treeItem(node);
  }

  resolveTreeItem: NonNullable<TreeDataProvider<Node>["resolveTreeItem"]> = async (item, node, token) => {
    if (node.is !== "card") return item;
    const params: CardRequest = { folder: node.folder, key: node.card.key };
    const card = await this.server.request<CardText | null>("dualtrack/card", params, token);
    if (card) item.tooltip = tooltip(card.markdown);
    return item;
  };

  private redraw(folder: string, cards: Card[]): void {
    const fresh = new Map(cards.map((card) => [card.key, card]));
    const nodes = this.cards().filter((node) => node.folder === folder && fresh.has(node.card.key));
    for (const node of nodes) node.card = fresh.get(node.card.key) ?? node.card;
    if (nodes.length > 0) this.changes.fire(nodes);
  }

  private rebuild(): void {
    this.roots = nodesOf([...this.folders.values()], (folder, key) => this.known.get(folder)?.get(key));
    this.changes.fire(undefined);
  }
}

function badge(attention: number): TreeView<Node>["badge"] {
  if (attention === 0) return undefined;
  return { value: attention, tooltip: attention === 1 ? "1 item needs a decision" : `${attention} items need a decision` };
}

let endProgress: (() => void) | undefined;

/** Welcome views and the view's progress bar follow the state. */
function setState(state: BoardUpdate["state"] | "stopped"): void {
  void commands.executeCommand("setContext", "dualtrack.state", state);
  if (state === "indexing" && !endProgress) {
    const ended = new Promise<void>((resolve) => (endProgress = resolve));
    void window.withProgress({ location: { viewId } }, () => ended);
  }
  if (state !== "indexing") {
    endProgress?.();
    endProgress = undefined;
  }
}
