// The board in a tab: a webview that draws the parts of a page as the server sends them. What it may ask for stands in `webview/host.ts`.

import { randomBytes } from "node:crypto";
import { commands, type Disposable, env, l10n, Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { change } from "./actions";
import type { Phase, Server } from "./client";
import { asked, html } from "../webview/host";

const viewType = "dualtrack.tab";

export function registerTab(server: Server, root: Uri): Disposable[] {
  let panel: WebviewPanel | undefined;
  let phase: Phase["is"] = "starting";
  let wanted: string | undefined; // the item that the webview is to show as soon as it is there
  const dist = Uri.joinPath(root, "extension", "dist");
  const icon = (theme: string): Uri => Uri.joinPath(root, "extension", "icons", `tab-${theme}.svg`);
  const post = (message: object): void => void panel?.webview.postMessage(message);

  const fill = (opened: WebviewPanel): Promise<void> => {
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
    return Promise.resolve();
  };
  const ask = (request: object): Promise<unknown> => server.request("dualtrack/tab", request).catch(() => undefined);

  const take = async (message: unknown): Promise<void> => {
    const { show, choose, restart } = asked(message);
    if (choose) await change(server, choose);
    if (restart) await server.restart();
    if (show) post({ phase, item: wanted });
    if (show) wanted = undefined;
    if (show) await ask(show);
  };

  return [
    commands.registerCommand("dualtrack.openBoard", (item?: unknown) => {
      wanted = typeof item === "string" ? item : undefined; // VS Code gives other things to what stands in a menu
      if (panel) panel.reveal();
      else void fill(window.createWebviewPanel(viewType, l10n.t("Board"), ViewColumn.Active));
      post({ item: wanted });
    }),
    window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: (opened) => fill(opened) }),
    server.onTab(post),
    server.onPhase(({ is }) => post({ phase: (phase = is) })),
  ];
}
