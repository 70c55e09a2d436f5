// Messages to the user.

import { commands, window } from "vscode";

/** What can be offered, by its title: a command. */
const ways = {
  Restart: "dualtrack.restart",
  "Show Log": "dualtrack.showLog",
  "Select Interpreter": "dualtrack.selectInterpreter",
  "Get a Private Python": "dualtrack.getPrivatePython",
};
export type Way = keyof typeof ways;

export const go = async (way: Way | undefined): Promise<unknown> => way && commands.executeCommand(ways[way]);

/**
 * Text of the repository for a surface that gives characters a meaning.
 * Messages, quick picks and input boxes turn `[text](command:…)` into a link, and some of them `$(name)` into an icon. A title or a path
 * must not be able to do that, so an invisible word joiner is put where the syntax would begin. Tree items show such text as it is.
 */
export function plain(text: string): string {
  return text.replaceAll("](", "]\u2060(").replaceAll("$(", "$\u2060(");
}

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
export const warn = (text: string): void => void window.showWarningMessage(plain(text));

/** An error, with a button for each way out of it. */
export const fail = (text: string, ...buttons: Way[]): void => void window.showErrorMessage(plain(text), ...buttons).then(go);
