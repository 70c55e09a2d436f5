// What is shown as a preview: the page that opens from a finding's code, `dualtrack-rule:/expired-timebox.md`, and the journey of
// an item, whose links lead to files as they were at a commit. package.json opens both as previews.

import { commands, Disposable, env, EventEmitter, type ExtensionContext, type FileChangeEvent, FileChangeType, l10n } from "vscode";
import { FileType, Uri, ViewColumn, window, workspace } from "vscode";
import type { Server } from "./client";
import type { JourneyLink } from "./messages";

const journeys = "dualtrack-journey";

export function showPages(server: Server): Disposable[] {
  const stale = new EventEmitter<FileChangeEvent[]>();
  const nothing = (): void => undefined;
  // File systems, since VS Code opens notebooks from nothing less; as they are read-only, it never writes there.
  const register = (of: string): Disposable => {
    const provider = {
      ...{ createDirectory: nothing, writeFile: nothing, delete: nothing, rename: nothing },
      onDidChangeFile: stale.event,
      watch: () => new Disposable(nothing),
      // Each time as of now: it is never taken for what was read before.
      stat: () => ({ type: FileType.File, ctime: 0, mtime: Date.now(), size: 0 }),
      readDirectory: () => [],
      readFile: async ({ query, path }: Uri) => Buffer.from(await server.request<string>("dualtrack/page", { of, id: query, path })),
    };
    return workspace.registerFileSystemProvider(`dualtrack-${of}`, provider, { isReadonly: true });
  };
  return [
    ...["rule", "journey"].map(register),
    server.onBoard(() => {
      for (const { uri } of workspace.textDocuments) if (uri.scheme === journeys) stale.fire([{ type: FileChangeType.Changed, uri }]);
    }),
  ];
}

/** The walkthrough or, where there is none (Cursor has the command, but shows nothing), the same steps as a page. */
export async function getStarted({ extension, extensionUri }: ExtensionContext, asPage?: boolean): Promise<void> {
  const open = "workbench.action.openWalkthrough";
  const opens = !asPage && env.appName !== "Cursor" && (await commands.getCommands(true)).includes(open);
  if (opens) await commands.executeCommand(open, `${extension.id}#start`);
  if (opens) return commands.executeCommand("setContext", "dualtrack.walkthrough", true); // what was done before counts too
  const content = await workspace.fs.readFile(Uri.joinPath(extensionUri, l10n.t("docs/start/page.html"))); // there is one for each language
  const panel = window.createWebviewPanel("dualtrack.start", l10n.t("Get Started"), ViewColumn.Active, { enableCommandUris: true });
  panel.webview.html = Buffer.from(content).toString();
}

export async function showJourney({ id, label }: JourneyLink): Promise<void> {
  const path = `/${l10n.t("Journey of {0}", label.replaceAll("/", " "))}.md`;
  await commands.executeCommand("vscode.open", Uri.from({ scheme: journeys, path, query: id }));
}
