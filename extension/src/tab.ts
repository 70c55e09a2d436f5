// The board in a tab: a webview that draws the parts of a page as the server sends them. What it may ask for stands in `webview/host.ts`.

import { randomBytes } from "node:crypto";
import { commands, type Disposable, env, l10n, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { change } from "./actions";
import type { Phase, Server } from "./client";
import { copyLinks } from "./links";
import { asked, html } from "../webview/host";
import { linked } from "../webview/link";

const viewType = "dualtrack.tab";

export function registerTab(server: Server, root: Uri): Disposable[] {
  let panel: WebviewPanel | undefined;
  let phase: Phase = { is: "starting" };
  let wanted = {}; // what the webview is to show as soon as it is there
  const dist = Uri.joinPath(root, "extension", "dist");
  const icon = (theme: string): Uri => Uri.joinPath(root, "extension", "icons", `tab-${theme}.svg`);
  const post = (message: object): void => void panel?.webview.postMessage(message);

  const fill = (opened: WebviewPanel): void => {
    panel?.dispose();
    panel = opened;
    opened.iconPath = { light: icon("light"), dark: icon("dark") };
    opened.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    opened.webview.onDidReceiveMessage(take);
    opened.onDidDispose(() => {
      if (panel === opened) panel = undefined;
      if (!panel) void ask({ page: "", filters: {}, date: "", item: "" });
    });
    const at = (name: string): string => String(opened.webview.asWebviewUri(Uri.joinPath(dist, name)));
    opened.webview.html = html(randomBytes(16).toString("hex"), opened.webview.cspSource, at, env.language, l10n.bundle);
  };
  const ask = (request: object): Promise<unknown> => server.request("dualtrack/tab", request).catch(() => undefined);

  const take = async (message: unknown): Promise<void> => {
    const { show, copy, choose, run } = asked(message);
    if (copy) await copyLinks(copy);
    if (choose) await change(server, choose);
    if (run) await commands.executeCommand(`dualtrack.${run}`);
    if (show) post({ phase: { is: phase.is, why: phase.warning ?? "" }, ...wanted });
    if (show) wanted = {};
    if (show) await ask(show);
  };

  const open = (what: { item?: unknown } = {}): void => {
    wanted = panel?.visible ? {} : what; // one that is seen hears of it below, and may ask for nothing because of it
    if (panel) panel.reveal();
    else fill(window.createWebviewPanel(viewType, l10n.t("Board"), ViewColumn.Active));
    post(what);
  };

  return [
    // VS Code gives other things than ids to what stands in a menu.
    commands.registerCommand("dualtrack.openBoard", (item?: unknown) => { open(typeof item === "string" ? { item } : {}); }),
    window.registerUriHandler({ handleUri: (uri) => { const to = linked(uri); if (to) open(to); } }),
    window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: (opened) => { fill(opened); return Promise.resolve(); } }),
    server.onTab(post),
    server.onPhase((now) => post({ phase: { is: (phase = now).is, why: now.warning ?? "" } })),
  ];
}
