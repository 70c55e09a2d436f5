// Applies the edits that the server sends, saves them where that takes nothing from the user, and offers to undo them.

import { commands, l10n, type TextDocument, Uri, Range, window, workspace, WorkspaceEdit } from "vscode";
import { type ApplyWorkspaceEditParams, CancellationToken, type Middleware, ResponseError } from "vscode-languageclient/node";
import { fail, plain, warn } from "./say";

/** One file of an edit as it was before: no `text` if it did not exist, no `bytes` if it had unsaved changes. */
type Before = { uri: Uri; text?: string; bytes?: Uint8Array | undefined };
type Change = { label: string; files: (Before & { after: string })[] };
type Apply = NonNullable<NonNullable<Middleware["workspace"]>["handleApplyEdit"]>;

/** What can be taken back, the latest last. */
let changes: Change[] = [];

/**
 * Files without unsaved changes are saved, so that git and the terminal see the edit; VS Code alone would leave them dirty.
 * The answer waits for the saving: when a command is done, the files are written. (An edit of a code action does not come by here.)
 */
export const applyAndSave: Apply = async (params, next) => {
  const before = await Promise.all(filesOf(params).map(remember));
  const result = await next(params, CancellationToken.None);
  if (result instanceof ResponseError) return result;
  // The server refuses its command then, and that is the one message that the user sees.
  if (!result.applied) return { applied: false, failureReason: "a file is read-only or has changed at the same time" };
  // All at once, as VS Code opens a tab for each file that stays unsaved for a moment.
  const saved = before.map(async (file) => {
    const document = await workspace.openTextDocument(file.uri);
    if (file.bytes || file.text === undefined) await save(document);
    return { ...file, after: document.getText() };
  });
  const change: Change = { label: params.label ?? l10n.t("Dualtrack has changed a file"), files: await Promise.all(saved) };
  keep([...changes, change]);
  void window.showInformationMessage(plain(change.label), l10n.t("Undo")).then((button) => (button ? undo(change) : undefined));
  return result;
};

/** The files that an edit changes. What it creates it fills as well; the server deletes none, and renames none by a command. */
function filesOf({ edit }: ApplyWorkspaceEditParams): Uri[] {
  const uris = (edit.documentChanges ?? []).flatMap((change) => ("textDocument" in change ? change.textDocument.uri : []));
  return [...new Set(uris)].map((uri) => Uri.parse(uri, true));
}

async function remember(uri: Uri): Promise<Before> {
  try {
    const document = await workspace.openTextDocument(uri);
    return { uri, text: document.getText(), bytes: document.isDirty ? undefined : await workspace.fs.readFile(uri) };
  } catch {
    return { uri };
  }
}

function keep(now: Change[]): void {
  changes = now;
  void commands.executeCommand("setContext", "dualtrack.canUndo", changes.length > 0);
}

/** Takes back the latest change, or the one of a message. */
export async function undo(change = changes.at(-1)): Promise<void> {
  if (!change || !changes.includes(change)) return;
  keep(changes.filter((each) => each !== change));
  const edit = new WorkspaceEdit();
  for (const { uri, text, after } of change.files) {
    const document = await Promise.resolve(workspace.openTextDocument(uri)).catch(() => undefined);
    if (document?.getText() !== after) {
      warn(l10n.t("Not undone: {0}. {1} has changed since.", change.label, workspace.asRelativePath(uri)));
      return;
    }
    if (text === undefined) edit.deleteFile(uri, { ignoreIfNotExists: true });
    else edit.replace(uri, new Range(document.positionAt(0), document.positionAt(after.length)), text);
  }
  if (!(await workspace.applyEdit(edit))) {
    fail(l10n.t("Not undone: {0}. A file could not be changed.", change.label));
    return;
  }
  for (const { uri, bytes } of change.files) if (bytes) await restore(await workspace.openTextDocument(uri), bytes);
}

/** Saving may run a formatter, and it evens out mixed line ends; then the bytes themselves are put back. */
async function restore(document: TextDocument, bytes: Uint8Array): Promise<void> {
  if (!(await save(document))) return;
  const written = await workspace.fs.readFile(document.uri);
  if (!Buffer.from(written).equals(bytes)) await workspace.fs.writeFile(document.uri, bytes);
}

async function save(document: TextDocument): Promise<boolean> {
  const saved = !document.isDirty || (await document.save());
  if (!saved) warn(l10n.t("{0} is changed but could not be saved.", workspace.asRelativePath(document.uri)));
  return saved;
}
