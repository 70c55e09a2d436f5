// The board in a tab: a webview that draws the parts of a page as the server sends them. What it may ask for stands in `take`.

import { randomBytes } from "node:crypto";
import { commands, type Disposable, Uri, ViewColumn, type Webview, type WebviewPanel, window } from "vscode";
import { change } from "./actions";
import type { Phase, Server } from "./client";
import { requests } from "./messages";

const viewType = "dualtrack.tab";
const offered = new Set<unknown>([...requests, "menu", "open", "newItem", "setUpBoard"]);

export function registerTab(server: Server, root: Uri): Disposable[] {
  let panel: WebviewPanel | undefined;
  let phase: Phase["is"] = "starting";
  const dist = Uri.joinPath(root, "extension", "dist");
  const post = (message: object): void => void panel?.webview.postMessage(message);

  const fill = (opened: WebviewPanel): Promise<void> => {
    panel?.dispose();
    panel = opened;
    opened.iconPath = Uri.joinPath(root, "extension", "icons", "dualtrack.svg");
    opened.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    opened.webview.onDidReceiveMessage(take);
    opened.onDidDispose(() => {
      if (panel === opened) panel = undefined;
      if (!panel) void ask({ page: "", filters: {}, date: "" });
    });
    opened.webview.html = html(opened.webview, dist);
    return Promise.resolve();
  };
  const ask = (request: object): Promise<unknown> => server.request("dualtrack/tab", request).catch(() => undefined);

  /** The messages of the webview: anything else, or in another shape, is ignored. */
  const take = async (message: unknown): Promise<void> => {
    const { show, choose, restart } = fieldsOf(message);
    const { page, filters, date } = fieldsOf(show);
    const { request, ids, onto } = fieldsOf(choose);
    if (isText(page) && isText(date) && Object.values(fieldsOf(filters)).every(areTexts)) {
      post({ phase });
      await ask({ page, filters: fieldsOf(filters), date });
    } else if (offered.has(request) && areTexts(ids) && (onto === null || isText(onto))) {
      await change(server, { request: String(request), ids, onto });
    } else if (restart === true) await server.restart();
  };

  return [
    commands.registerCommand("dualtrack.openBoard", () => {
      if (panel) panel.reveal();
      else void fill(window.createWebviewPanel(viewType, "Board", ViewColumn.Active));
    }),
    window.registerWebviewPanelSerializer(viewType, { deserializeWebviewPanel: (opened) => fill(opened) }),
    server.onTab(post),
    server.onPhase(({ is }) => {
      phase = is;
      post({ phase });
    }),
  ];
}

const fieldsOf = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? { ...value } : {});
const isText = (value: unknown): value is string => typeof value === "string";
const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

function html(webview: Webview, dist: Uri): string {
  const nonce = randomBytes(16).toString("hex");
  const [script, style] = ["tab.js", "tab-style.css"].map((name) => String(webview.asWebviewUri(Uri.joinPath(dist, name))));
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Board</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}">
<link rel="stylesheet" href="${style ?? ""}"></head><body><script nonce="${nonce}" src="${script ?? ""}"></script></body></html>`;
}
