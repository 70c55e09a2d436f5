// What the server offers to do to a card, as quick picks and input boxes.

import { window } from "vscode";
import { type Server, textOf } from "./client";
import type { Ask, CardActions, CardRequest, Choice, NewItems, NewItemsRequest } from "./messages";
import type { CardNode } from "./nodes";
import { plain } from "./plain";

/** What a request has to choose from for a card; undefined where the server refuses, which is then said. */
export async function choicesOf(server: Server, node: CardNode, request: string): Promise<{ title: string; choices: Choice[] } | undefined> {
  const params: CardRequest = { folder: node.folder, key: node.card.key };
  try {
    const found = await server.request<CardActions | null>("dualtrack/actions", params);
    if (!found) throw new Error(`${node.card.label} is no longer on the board.`);
    return { title: found.title, choices: found.actions.find(({ name }) => name === request)?.choices ?? [] };
  } catch (error) {
    void window.showWarningMessage(plain(textOf(error)));
    return undefined;
  }
}

/** Undefined where there is no board yet, which is then said. */
export async function newItemsIn(server: Server, folder: string): Promise<Choice[] | undefined> {
  const params: NewItemsRequest = { folder };
  try {
    const answer = await server.request<NewItems | null>("dualtrack/newItems", params);
    if (!answer?.choices.length) throw new Error("There is no board here yet: choose Dualtrack: Set Up a Board.");
    return answer.choices;
  } catch (error) {
    void window.showWarningMessage(plain(textOf(error)));
    return undefined;
  }
}

/** Asks what a choice leaves open and runs it; false where the user or the server has declined. */
export async function runChoice(server: Server, title: string, choice: Choice): Promise<boolean> {
  if (choice.then.length > 0) {
    const next = await pickChoice(title, choice.then);
    return next !== undefined && runChoice(server, title, next);
  }
  const given = { ...choice.arguments };
  for (const ask of choice.asks) {
    const answer = await inputOf(title, ask);
    if (answer === undefined) return false;
    given[ask.argument] = answer;
  }
  return server.execute(choice.command, [given]);
}

/** A single choice is not asked about. */
export async function pickChoice(title: string, choices: Choice[]): Promise<Choice | undefined> {
  if (choices.length < 2) return choices[0];
  const items = choices.map((choice) => ({ label: plain(choice.label), description: plain(choice.description), choice }));
  return (await window.showQuickPick(items, { title: plain(title), matchOnDescription: true }))?.choice;
}

async function inputOf(title: string, ask: Ask): Promise<string | undefined> {
  const valid = new RegExp(ask.pattern, "u");
  return window.showInputBox({
    title: plain(title),
    prompt: plain(ask.prompt),
    value: ask.value,
    ignoreFocusOut: true,
    validateInput: (text) => (valid.test(text) ? undefined : plain(ask.invalid)),
  });
}
