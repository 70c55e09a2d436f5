// What can be done to cards: by the context menu, by the keyboard to the selection, by the palette to any card, and by a drop.

import { commands, type Disposable, l10n, Range, type TextDocumentShowOptions, Uri, window } from "vscode";
import type { Board } from "./board";
import type { Server } from "./client";
import { type Ask, type Choice, type Choices, type ChoicesRequest, requests, type Row } from "./messages";
import { plain, warn } from "./say";

export const isItem = ({ context }: Row): boolean => /^(card|milestone)\b/.test(context);
export function registerActions(server: Server, board: Board): Disposable[] {
  const ofCards = (request: string) => async (given?: Row | "selection", all?: Row[]) => {
    const ids = (await chosen(board, given, all)).map(({ id }) => id);
    if (ids.length > 0) await change(server, { request, ids, onto: null });
  };
  return [
    commands.registerCommand("dualtrack.open", open),
    commands.registerCommand("dualtrack.showItem", (given?: Row) => chosen(board, given).then((all) => all.map(({ id }) => commands.executeCommand("dualtrack.openBoard", id)))),
    ...[...requests, "menu"].map((request) => commands.registerCommand(`dualtrack.${request}`, ofCards(request))),
    ...["newItem", "setUpBoard", "filter", "report"].map((request) =>
      commands.registerCommand(`dualtrack.${request}`, () => change(server, { request, ids: [], onto: null }))),
  ];
}

async function open({ id, path, line }: Row, options?: TextDocumentShowOptions): Promise<void> {
  const [folder = ""] = id.split("\n");
  // From the context menu the second argument is the list of selected rows.
  const preserveFocus = options?.preserveFocus === true;
  await window.showTextDocument(Uri.joinPath(Uri.parse(folder, true), path), { selection: new Range(line, 0, line, 0), preserveFocus });
}

/** A context menu gives its card and, if that is selected, the whole selection; a key says "selection"; the palette gives nothing. */
async function chosen(board: Board, given?: Row | "selection", all?: Row[]): Promise<Row[]> {
  const selected = given === "selection" ? board.selection() : [];
  if (selected.length > 0) return selected;
  if (given && given !== "selection") return all?.filter(isItem) ?? [given];
  const items = board.cards().map((card) => {
    return { label: plain(card.label), description: plain(card.description), detail: plain(card.path), card };
  });
  const pick = await window.showQuickPick(items, { title: l10n.t("Which item?"), matchOnDescription: true, matchOnDetail: true });
  return pick ? [pick.card] : [];
}

/** Has the user choose from what the server offers, a single choice aside, and runs it. */
export async function change(server: Server, request: ChoicesRequest): Promise<void> {
  const asked = async (): Promise<Choices | undefined> => server.ask("dualtrack/choices", request);
  const offered = await window.withProgress({ location: { viewId: "dualtrack.board" } }, asked);
  if (!offered) return;
  if (offered.choices.length > 0) await choose(server, offered.title, offered.choices);
  else if (offered.nothing) warn(offered.nothing);
}

async function choose(server: Server, title: string, choices: Choice[]): Promise<void> {
  const items = choices.map((choice) => ({ label: plain(choice.label), description: plain(choice.description), choice }));
  const choice = (items.length < 2 ? items[0] : await window.showQuickPick(items, { title: plain(title), matchOnDescription: true }))?.choice;
  if (!choice) return;
  if (choice.then.length > 0) return choose(server, title, choice.then);
  const given = { ...choice.arguments };
  for (const asked of choice.asks) {
    const answer = await ask(title, asked);
    if (answer === undefined) return;
    given[asked.argument] = answer;
  }
  const done = `dualtrack.done.${String("change" in given ? given.change : choice.command)}`; // a step of the walkthrough ends with it
  if (await commands.executeCommand(choice.command, given)) await commands.executeCommand("setContext", done, true);
}

async function ask(title: string, { prompt, value, pattern, invalid, ticks }: Ask): Promise<string | string[] | undefined> {
  const shown = { title: plain(title), prompt: plain(prompt), placeHolder: plain(prompt), ignoreFocusOut: true };
  const items = ticks.map((each) => ({ ...each, label: plain(each.label), detail: plain(each.detail) }));
  if (items.length > 0) return (await window.showQuickPick(items, { ...shown, canPickMany: true }))?.map((tick) => tick.value);
  const valid = new RegExp(pattern, "u");
  const validateInput = (text: string): string | undefined => (valid.test(text) ? undefined : plain(invalid));
  return window.showInputBox({ title: shown.title, prompt: shown.prompt, value, ignoreFocusOut: true, validateInput });
}
