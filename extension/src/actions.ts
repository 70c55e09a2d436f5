// The commands on cards: from the context menu, from the keyboard for the selection, and from the palette for any card.

import { commands, type Disposable, type TextDocumentShowOptions, window, workspace } from "vscode";
import type { CardsShown } from "./board";
import { choicesOf, newItemsIn, pickChoice, runChoice } from "./choices";
import type { Server } from "./client";
import { type JourneyLink, requests } from "./messages";
import { type CardNode, type Node, placeOf } from "./nodes";
import { showJourney } from "./pages";
import { plain } from "./plain";

export function registerActions(server: Server, board: CardsShown): Disposable[] {
  const ask = (request: string) => async (given?: CardNode | "selection", all?: Node[]) => {
    // One after the other, and no further once one is declined.
    for (const node of await chosen(board, given, all)) if (!(await change(server, node, request))) return;
  };
  return [
    commands.registerCommand("dualtrack.open", open),
    commands.registerCommand("dualtrack.journey", async (given?: CardNode | JourneyLink, all?: Node[]) => {
      if (given && !("card" in given)) return showJourney(given);
      for (const node of await chosen(board, given, all)) await showJourney(node);
    }),
    ...requests.map((request) => commands.registerCommand(`dualtrack.${request}`, ask(request))),
    commands.registerCommand("dualtrack.newItem", () => newItem(server)),
    commands.registerCommand("dualtrack.setUpBoard", () => setUpBoard(server)),
  ];
}

async function open(node: CardNode, options?: TextDocumentShowOptions): Promise<void> {
  const { uri, selection } = placeOf(node);
  // From the context menu the second argument is the list of selected nodes.
  await window.showTextDocument(uri, { selection, preserveFocus: options?.preserveFocus === true });
}

/** A context menu gives its node and, if that is selected, the whole selection; a key says "selection"; the palette gives nothing. */
async function chosen(board: CardsShown, given?: CardNode | "selection", all?: Node[]): Promise<CardNode[]> {
  if (given === "selection") return board.selection();
  if (given) return (all ?? [given]).filter((node) => node.is === "card");
  const items = board.cards().map((node) => {
    const { label, description } = node.card;
    const { track, column } = node.parent;
    return { label: plain(label), description: plain(description), detail: plain(`${track.name} · ${column.status}`), node };
  });
  const pick = await window.showQuickPick(items, { title: "Which item?", matchOnDescription: true, matchOnDetail: true });
  return pick ? [pick.node] : [];
}

async function change(server: Server, node: CardNode, request: string): Promise<boolean> {
  const offered = await choicesOf(server, node, request);
  if (!offered) return false;
  if (offered.choices.length === 0) {
    void window.showInformationMessage(plain(`There is nothing to choose from for ${offered.title} now.`));
    return true;
  }
  const choice = await pickChoice(offered.title, offered.choices);
  return choice !== undefined && runChoice(server, offered.title, choice);
}

async function newItem(server: Server): Promise<void> {
  const folder = await folderFor("Where is the new item to be?");
  if (!folder) return;
  const choices = await newItemsIn(server, folder);
  const choice = choices && (await pickChoice("New item", choices));
  if (choice) await runChoice(server, `New ${choice.label.toLowerCase()}`, choice);
}

async function setUpBoard(server: Server): Promise<void> {
  const folder = await folderFor("Where is the board to be?");
  if (folder) await server.execute("dualtrack.board.setUp", [{ folder }]);
}

/** The URI of the workspace folder, which is asked for where there are several. */
async function folderFor(placeHolder: string): Promise<string | undefined> {
  const folders = workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await window.showWorkspaceFolderPick({ placeHolder }) : folders[0];
  if (folders.length === 0) void window.showWarningMessage("Open a folder first: a board lives in one.");
  return folder?.uri.toString();
}
