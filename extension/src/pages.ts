// What the server has the text of: the page that opens from a finding's code, `dualtrack-rule:/expired-timebox.md`, and reports,
// which package.json opens as previews, and files as they were at a commit.

import { commands, Disposable, env, EventEmitter, type ExtensionContext, type FileChangeEvent, FileChangeType, l10n } from "vscode";
import { FileType, Uri, ViewColumn, window, workspace } from "vscode";
import type { Server } from "./client";
import type { PageLink } from "./messages";

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
    ...["rule", "commit", "report"].map(register),
    commands.registerCommand("dualtrack.showReport", async ({ id, label }: PageLink) => {
      const uri = Uri.from({ scheme: "dualtrack-report", path: `/${label.replaceAll("/", " ")}.md`, query: id });
      stale.fire([{ type: FileChangeType.Changed, uri }]); // it may be open, as it was then
      await commands.executeCommand("vscode.open", uri);
    }),
    commands.registerCommand("dualtrack.saveReport", ({ query: id }: Uri) => server.execute("dualtrack.report.save", [{ id }])),
  ];
}

/** The walkthrough or, where there is none (Cursor has the command, but shows nothing), the same steps as a page. */
export async function getStarted({ extension, extensionUri }: ExtensionContext, asPage?: boolean): Promise<void> {
  const open = "workbench.action.openWalkthrough";
  const opens = !asPage && env.appName !== "Cursor" && (await commands.getCommands(true)).includes(open);
  // At the first call VS Code 1.108 shows a walkthrough of its own in a new profile; at the second all show this one.
  for (const id of opens ? Array<string>(2).fill(`${extension.id}#start`) : []) await commands.executeCommand(open, id);
  if (opens) return commands.executeCommand("setContext", "dualtrack.walkthrough", true); // what was done before counts too
  const content = await workspace.fs.readFile(Uri.joinPath(extensionUri, l10n.t("docs/start/page.html"))); // there is one for each language
  const panel = window.createWebviewPanel("dualtrack.start", l10n.t("Get Started"), ViewColumn.Active, { enableCommandUris: true });
  panel.webview.html = Buffer.from(content).toString();
}
