// The entry under `{}` in the status bar: is Dualtrack running, which version, with which Python.

import { commands, type ExtensionContext, languages, LanguageStatusSeverity, window } from "vscode";
import type { Phase, Server } from "./client";
import { go, plain, type Way } from "./say";

export function showStatus(server: Server): ExtensionContext["subscriptions"] {
  const item = languages.createLanguageStatusItem("dualtrack.status", { scheme: "file" });
  item.name = "Dualtrack";
  item.command = { command: "dualtrack.menu", title: "Options" };
  const show = ({ is, version, python, warning }: Phase): void => {
    item.busy = is === "starting";
    item.severity = LanguageStatusSeverity[is === "stopped" ? "Error" : warning ? "Warning" : "Information"];
    item.text = version ? `Dualtrack ${version}` : "Dualtrack";
    item.detail = plain(python ? `Python ${python.python}: ${python.executable}${warning ? ` (${warning})` : ""}` : is);
  };
  show({ is: "starting" });
  const entries: Way[] = ["Restart", "Show Log", "Select Interpreter"];
  const menu = async (): Promise<unknown> => go((await window.showQuickPick(entries, { title: "Dualtrack" })) as Way | undefined);
  return [item, server.onPhase(show), commands.registerCommand("dualtrack.menu", menu)];
}
