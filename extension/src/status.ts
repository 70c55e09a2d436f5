// The entry under `{}` in the status bar: is Dualtrack running, which version, with which Python.

import { commands, type ExtensionContext, l10n, languages, LanguageStatusSeverity, window } from "vscode";
import type { Phase, Server } from "./client";
import { go, offers, plain } from "./say";

const phases = { starting: l10n.t("starting"), running: "", stopped: l10n.t("stopped"), noPython: l10n.t("no Python") };

export function showStatus(server: Server): ExtensionContext["subscriptions"] {
  const item = languages.createLanguageStatusItem("dualtrack.status", { scheme: "file" });
  item.name = "Dualtrack";
  item.command = { command: "dualtrack.options", title: l10n.t("Options") };
  const show = ({ is, version, python, warning }: Phase): void => {
    item.busy = is === "starting";
    item.severity = LanguageStatusSeverity[is === "stopped" || is === "noPython" ? "Error" : warning ? "Warning" : "Information"];
    item.text = version ? `Dualtrack ${version}` : "Dualtrack";
    item.detail = plain(python ? `Python ${python.python}: ${python.executable}${warning ? ` (${warning})` : ""}` : phases[is]);
  };
  show({ is: "starting" });
  const asked = async () => window.showQuickPick(offers("restart", "showLog", "selectInterpreter"), { title: "Dualtrack" });
  return [item, server.onPhase(show), commands.registerCommand("dualtrack.options", async () => go(await asked()))];
}
