// The entry under `{}` in the status bar: is Dualtrack running, which version, with which Python.

import { commands, type ExtensionContext, languages, LanguageStatusSeverity, window } from "vscode";
import type { Phase, Server } from "./client";
import { plain } from "./plain";

export function showStatus(server: Server): ExtensionContext["subscriptions"] {
  const item = languages.createLanguageStatusItem("dualtrack.status", { scheme: "file" });
  item.name = "Dualtrack";
  item.command = { command: "dualtrack.menu", title: "Options" };
  const show = (phase: Phase): void => {
    item.busy = phase.is === "starting";
    item.severity = severityOf(phase);
    item.text = phase.is === "running" ? `Dualtrack ${phase.version}` : "Dualtrack";
    item.detail = plain(detailOf(phase));
  };
  show({ is: "starting" });
  let python = "not running";
  const remember = (phase: Phase): void => {
    python = phase.is === "running" ? `Python ${phase.python.version}: ${phase.python.executable}` : "not running";
  };
  return [item, server.onPhase(show), server.onPhase(remember), commands.registerCommand("dualtrack.menu", () => menu(python))];
}

function severityOf(phase: Phase): LanguageStatusSeverity {
  if (phase.is === "stopped") return LanguageStatusSeverity.Error;
  return phase.is === "running" && phase.warning ? LanguageStatusSeverity.Warning : LanguageStatusSeverity.Information;
}

function detailOf(phase: Phase): string {
  if (phase.is === "starting") return "starting";
  if (phase.is === "stopped") return "stopped";
  const python = `Python ${phase.python.version}`;
  return phase.warning ? `${python} (${phase.warning})` : python;
}

async function menu(python: string): Promise<void> {
  const entries = [
    { label: "Restart", command: "dualtrack.restart" },
    { label: "Show Log", command: "dualtrack.showLog" },
    { label: "Select Interpreter", command: "dualtrack.selectInterpreter" },
  ];
  const pick = await window.showQuickPick(entries, { title: "Dualtrack", placeHolder: python });
  if (pick) await commands.executeCommand(pick.command);
}
