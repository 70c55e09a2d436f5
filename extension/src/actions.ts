// What can be done to cards: by the context menu, by the keyboard to the selection, by the palette to any card, and by a drop.

import { commands, type Disposable, l10n, window } from "vscode";
import type { Board } from "./board";
import type { Server } from "./client";
import { type Ask, type Choice, type Choices, type ChoicesRequest, requests, type TreeRow } from "./messages";
import { copyLinks } from "./links";
import { plain, warn } from "./say";

export const isItem = ({ context }: TreeRow): boolean => /^(card|milestone)\b/.test(context);

export function registerActions(server: Server, board: Board): Disposable[] {
  const offer = (request: string, ids: string[] = []): Promise<void> => change(server, { request, ids, onto: null });
  /** A context menu gives its card and, if that is selected, the whole selection; a key says "selection"; the palette gives nothing. */
  const ofItems = (request: string, act: (ids: string[]) => unknown = (ids) => offer(request, ids)): Disposable =>
    commands.registerCommand(`dualtrack.${request}`, async (given?: TreeRow | "selection", all?: TreeRow[]) => {
      const rows = given === "selection" ? board.selection() : (all?.filter(isItem) ?? (given ? [given] : []));
      await (rows.length > 0 ? act(rows.map(({ id }) => id)) : offer(request));
    });
  return [
    ofItems("showItem", ([id]) => commands.executeCommand("dualtrack.openBoard", id)),
    ofItems("copyLink", (ids) => copyLinks(...ids.map((item) => ({ item })))),
    ...[...requests, "menu", "open"].map((request) => ofItems(request)),
    ...["newItem", "setUpBoard", "filter", "report"].map((request) => commands.registerCommand(`dualtrack.${request}`, () => offer(request))),
  ];
}

/** Has the user choose from what the server offers, a single choice aside, and runs it. */
export async function change(server: Server, request: ChoicesRequest): Promise<void> {
  const offered = await window.withProgress({ location: { viewId: "dualtrack.board" } }, () => server.ask<Choices>("dualtrack/choices", request));
  if (!offered) return;
  if (offered.choices.length > 0) await choose(server, offered.title, offered.choices);
  else if (offered.nothing) warn(offered.nothing);
}

async function choose(server: Server, title: string, choices: Choice[]): Promise<void> {
  const items = choices.map((choice) => ({ label: plain(choice.label), description: plain(choice.description), choice }));
  const choice = (items.length < 2 ? items[0] : await window.showQuickPick(items, { title: plain(title) || l10n.t("Which item?"), matchOnDescription: true }))?.choice;
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
