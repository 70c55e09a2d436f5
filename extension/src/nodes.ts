// The last board as the nodes of a tree, and how each of them looks.

import { MarkdownString, Range, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, Uri, workspace } from "vscode";
import type { BoardTrack, BoardUpdate, BoardView, Card, Column, State } from "./messages";

/** `folder` is that of the server's questions; `id` keeps selection and expansion when the board is drawn again. */
interface Base {
  readonly id: string;
  readonly folder: string;
  readonly children: Node[];
}

/** What a folder shows: the last boards that were sent. */
export type FolderBoards = BoardUpdate & { boards: BoardView[] };

export interface ColumnNode extends Base {
  readonly is: "column";
  readonly track: BoardTrack;
  /** The track's id: tracks of the same name may stand on several boards. */
  readonly trackId: string;
  readonly column: Column;
}

export interface CardNode extends Base {
  readonly is: "card";
  readonly parent: ColumnNode;
  card: Card;
}

export type Node =
  | (Base & { readonly is: "folder" })
  | (Base & { readonly is: "board"; readonly board: BoardView })
  | (Base & { readonly is: "track"; readonly track: BoardTrack })
  | ColumnNode
  | CardNode;

/** Folders and boards are levels of their own only where there are several. */
export function nodesOf(folders: readonly FolderBoards[], cards: (folder: string, key: string) => Card | undefined): Node[] {
  const shown = folders.filter((folder) => folder.boards.length > 0);
  const nodes = shown.map(({ folder, boards }): Node => {
    const boardNodes = boards.map((board): Node => {
      const id = `${folder}\n${board.folder}`;
      return { is: "board", id, folder, board, children: board.tracks.map((track) => trackNode(folder, id, track, cards)) };
    });
    return { is: "folder", id: folder, folder, children: flat(boardNodes) };
  });
  return flat(nodes);
}

function flat(nodes: Node[]): Node[] {
  return nodes.length === 1 && nodes[0] ? nodes[0].children : nodes;
}

function trackNode(folder: string, boardId: string, track: BoardTrack, cards: (folder: string, key: string) => Card | undefined): Node {
  const trackId = `${boardId}\n${track.name}`;
  const columns = track.columns.map((column) => {
    const id = `${trackId}\n${column.status}\n${filled(column)}`;
    const node: ColumnNode = { is: "column", id, folder, track, trackId, column, children: [] };
    for (const key of column.cards) {
      const card = cards(folder, key);
      if (card) node.children.push({ is: "card", id: `${folder}\n${key}`, folder, card, parent: node, children: [] });
    }
    return node;
  });
  const id = `${trackId}\n\n${filled(...track.columns)}`;
  return { is: "track", id, folder, track, children: columns };
}

/** What gets its first card is a new node, else VS Code would keep it closed, or without a way to open it. */
function filled(...columns: Column[]): string {
  return columns.some(({ cards }) => cards.length > 0) ? "cards" : "empty";
}

export function treeItem(node: Node): TreeItem {
  const item = new TreeItem(labelOf(node), collapsible(node));
  item.id = node.id;
  item.contextValue = node.is;
  if (node.is === "track") item.description = node.track.badge;
  if (node.is === "column") decorateColumn(item, node.column);
  if (node.is === "card") decorateCard(item, node);
  return item;
}

function labelOf(node: Node): string {
  switch (node.is) {
    case "folder":
      return nameOf(node.folder);
    case "board":
      return node.board.folder || nameOf(node.folder);
    case "track":
      return node.track.name;
    case "column":
      return node.column.status;
    case "card":
      return node.card.label;
  }
}

function nameOf(folder: string): string {
  return workspace.getWorkspaceFolder(Uri.parse(folder, true))?.name ?? folder;
}

function collapsible(node: Node): TreeItemCollapsibleState {
  if (node.children.length === 0) return TreeItemCollapsibleState.None;
  const quiet = (node.is === "column" && node.column.closed) || (node.is === "track" && node.children.every(({ children }) => children.length === 0));
  return quiet ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded;
}

function decorateColumn(item: TreeItem, column: Column): void {
  item.description = column.badge;
  if (column.overLimit) item.iconPath = new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
}

function decorateCard(item: TreeItem, node: CardNode): void {
  const { label, description, kind, state, actions } = node.card;
  const { words, icon, color } = looks[state];
  item.description = description;
  item.contextValue = ["card", ...actions].join(" ");
  item.iconPath = new ThemeIcon(icon ?? icons[kind] ?? "tasklist", color === undefined ? undefined : new ThemeColor(color));
  item.accessibilityInformation = { label: [label, words, description].filter(Boolean).join(", ") };
  // The focus stays in the tree, as in the explorer: its keys go on working.
  item.command = { command: "dualtrack.open", title: "Open File", arguments: [node, { preserveFocus: true }] };
}

const icons: Partial<Record<string, string>> = { experiment: "beaker", spike: "telescope", task: "tasklist", data: "database" };

/** What asks for something has an icon of its own; colour alone would not tell everybody. */
const looks: Record<State, { words: string; icon?: string; color?: string }> = {
  waiting: { words: "not started" },
  active: { words: "in progress", color: "charts.blue" },
  decide: { words: "needs a decision", icon: "question", color: "list.warningForeground" },
  overdue: { words: "overdue", icon: "watch", color: "list.warningForeground" },
  blocked: { words: "blocked", icon: "error", color: "list.errorForeground" },
  done: { words: "done", icon: "pass", color: "testing.iconPassed" },
  dropped: { words: "dropped", icon: "circle-slash", color: "disabledForeground" },
};

/** The text comes from the repository: it may name no command, no icon and no HTML. */
export function tooltip(markdown: string): MarkdownString {
  const text = new MarkdownString(markdown, false);
  text.isTrusted = false;
  text.supportHtml = false;
  return text;
}

export function placeOf({ folder, card }: CardNode): { uri: Uri; selection: Range } {
  return { uri: Uri.joinPath(Uri.parse(folder, true), card.path), selection: new Range(card.line, 0, card.line, 0) };
}
