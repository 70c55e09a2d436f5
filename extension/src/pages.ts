// What is shown as a preview: the page that opens from a finding's code, `dualtrack-rule:/expired-timebox.md`, and the journey of
// an item. package.json opens both as previews.

import * as path from "node:path";
import { commands, type Disposable, EventEmitter, Uri, workspace } from "vscode";
import type { Server } from "./client";
import type { JourneyLink } from "./messages";

const journeys = "dualtrack-journey";

export function showPages(server: Server): Disposable[] {
  const stale = new EventEmitter<Uri>();
  return [
    workspace.registerTextDocumentContentProvider("dualtrack-rule", {
      provideTextDocumentContent: (uri, token) => server.page("rule", path.posix.basename(uri.path, ".md"), token),
    }),
    workspace.registerTextDocumentContentProvider(journeys, {
      onDidChange: stale.event,
      provideTextDocumentContent: (uri, token) => server.page("journey", uri.query, token),
    }),
    server.onBoard(() => {
      for (const { uri } of workspace.textDocuments) if (uri.scheme === journeys) stale.fire(uri);
    }),
  ];
}

export async function showJourney({ id, label }: JourneyLink): Promise<void> {
  const name = `Journey of ${label.replaceAll("/", " ")}.md`;
  await commands.executeCommand("vscode.open", Uri.from({ scheme: journeys, path: `/${name}`, query: id }));
}
