// Messages to the user.

import { commands, l10n, window } from "vscode";

/** Commands that can be offered, by the end of their names, and their titles. */
const titles = {
  restart: l10n.t("Restart"),
  showLog: l10n.t("Show Log"),
  selectInterpreter: l10n.t("Select Interpreter"),
  getPrivatePython: l10n.t("Get a Private Python"),
};
type Way = keyof typeof titles;

/** As buttons of a message or as rows to pick from. */
export const offers = (...ways: Way[]) => ways.map((way) => ({ title: titles[way], label: titles[way], command: `dualtrack.${way}` }));
export const go = async (chosen?: { command: string }): Promise<unknown> => chosen && commands.executeCommand(chosen.command);

/**
 * Text of the repository for a surface that gives characters a meaning.
 * Messages, quick picks and input boxes turn `[text](command:…)` into a link, and some of them `$(name)` into an icon. A title or a path
 * must not be able to do that, so an invisible word joiner is put where the syntax would begin. Tree items show such text as it is.
 */
export const plain = (text: string): string => text.replaceAll("](", "]\u2060(").replaceAll("$(", "$\u2060(");

export const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
export const warn = (text: string): void => void window.showWarningMessage(plain(text));

/** An error, with a button for each way out of it. */
export const fail = (text: string, ...ways: Way[]): void => void window.showErrorMessage(plain(text), ...offers(...ways)).then(go);
