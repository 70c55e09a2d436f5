// What is shown as a preview: the page that opens from a finding's code, `dualtrack-rule:/expired-timebox.md`, and the journey of
// an item. package.json opens both as previews.

import * as path from "node:path";
import { commands, type Disposable, EventEmitter, Uri, workspace } from "vscode";
import type { Server } from "./client";
import type { CardRequest, JourneyLink, Page, RulePageRequest } from "./messages";
import type { CardNode } from "./nodes";

const rules = "dualtrack-rule";
const journeys = "dualtrack-journey";

export function showPages(server: Server): Disposable[] {
  const stale = new EventEmitter<Uri>();
  return [
    workspace.registerTextDocumentContentProvider(rules, {
      async provideTextDocumentContent(uri, token) {
        const params: RulePageRequest = { code: path.posix.basename(uri.path, ".md") };
        const page = await server.request<Page | null>("dualtrack/rulePage", params, token);
        return page?.markdown ?? `There is no rule ${params.code}.`;
      },
    }),
    workspace.registerTextDocumentContentProvider(journeys, {
      onDidChange: stale.event,
      async provideTextDocumentContent(uri, token) {
        const page = await server.request<Page | null>("dualtrack/journey", JSON.parse(uri.query) as CardRequest, token);
        return page?.markdown ?? "This item is no longer on the board.";
      },
    }),
    server.onBoard(() => {
      for (const { uri } of workspace.textDocuments) if (uri.scheme === journeys) stale.fire(uri);
    }),
  ];
}

export async function showJourney(node: CardNode | JourneyLink): Promise<void> {
  const { key, label } = "card" in node ? node.card : node;
  const request: CardRequest = { folder: node.folder, key };
  const name = `Journey of ${label.replaceAll("/", " ")}.md`;
  await commands.executeCommand("vscode.open", Uri.from({ scheme: journeys, path: `/${name}`, query: JSON.stringify(request) }));
}
