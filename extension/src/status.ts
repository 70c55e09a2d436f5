// The entry under `{}` in the status bar: is Dualtrack running, which version, with which Python.

import { commands, type ExtensionContext, languages, LanguageStatusSeverity, window } from "vscode";
import type { Phase, Server } from "./client";
import { go, plain, type Way } from "./say";

export function showStatus(server: Server): ExtensionContext["subscriptions"] {
  const item = languages.createLanguageStatusItem("dualtrack.status", { scheme: "file" });
  item.name = "Dualtrack";
  item.command = { command: "dualtrack.options", title: "Options" };
  const show = ({ is, version, python, warning }: Phase): void => {
    item.busy = is === "starting";
    item.severity = LanguageStatusSeverity[is === "stopped" || is === "noPython" ? "Error" : warning ? "Warning" : "Information"];
    item.text = version ? `Dualtrack ${version}` : "Dualtrack";
    item.detail = plain(python ? `Python ${python.python}: ${python.executable}${warning ? ` (${warning})` : ""}` : is === "noPython" ? "no Python" : is);
  };
  show({ is: "starting" });
  const asked = async () => window.showQuickPick(["Restart", "Show Log", "Select Interpreter"], { title: "Dualtrack" }) as Thenable<Way>;
  return [item, server.onPhase(show), commands.registerCommand("dualtrack.options", async () => go(await asked()))];
}
