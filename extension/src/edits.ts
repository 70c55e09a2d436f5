// Applies the edits that the server sends, saves them where that takes nothing from the user, and offers to undo them.

import { type TextDocument, Uri, Range, window, workspace, WorkspaceEdit } from "vscode";
import { type ApplyWorkspaceEditParams, type ApplyWorkspaceEditResult, type Middleware, ResponseError } from "vscode-languageclient/node";
import { plain } from "./plain";

/** One file of an edit as it was before: no `text` if it did not exist, no `bytes` if it had unsaved changes. */
interface Before {
  uri: Uri;
  text?: string;
  bytes?: Uint8Array;
  dirty: boolean;
}

type Apply = NonNullable<NonNullable<Middleware["workspace"]>["handleApplyEdit"]>;

/**
 * Files without unsaved changes are saved, so that git and the terminal see the edit; VS Code alone would leave them dirty.
 *
 * The answer waits for the saving: when a command is done, the files are written. (An edit of a code action does not come by here.)
 */
export const applyAndSave: Apply = async (params, next) => {
  const before = await Promise.all(filesOf(params).map(remember));
  const result = await (next as (params: ApplyWorkspaceEditParams) => Promise<ApplyWorkspaceEditResult | ResponseError>)(params);
  if (result instanceof ResponseError) return result;
  // The server refuses its command then, and that is the one message that the user sees.
  if (!result.applied) return { applied: false, failureReason: "a file is read-only or has changed at the same time" };
  const label = params.label ?? "Dualtrack has changed a file";
  const documents = await Promise.all(before.map(({ uri }) => workspace.openTextDocument(uri)));
  for (const [index, document] of documents.entries()) {
    if (before[index]?.dirty === false) await save(document);
  }
  const after = documents.map((document) => document.getText());
  void window.showInformationMessage(plain(label), "Undo").then((button) => (button === "Undo" ? undo(before, after, label) : undefined));
  return result;
};

/** The files that an edit changes or creates; the server renames and deletes none. */
function filesOf({ edit }: ApplyWorkspaceEditParams): Uri[] {
  const changed = edit.documentChanges?.flatMap((change) => {
    if ("textDocument" in change) return [change.textDocument.uri];
    return change.kind === "create" ? [change.uri] : [];
  });
  return [...new Set(changed ?? Object.keys(edit.changes ?? {}))].map((uri) => Uri.parse(uri, true));
}

async function remember(uri: Uri): Promise<Before> {
  try {
    const document = await workspace.openTextDocument(uri);
    const remembered = { uri, text: document.getText(), dirty: document.isDirty };
    return document.isDirty ? remembered : { ...remembered, bytes: await workspace.fs.readFile(uri) };
  } catch {
    return { uri, dirty: false };
  }
}

async function undo(before: Before[], after: string[], label: string): Promise<void> {
  const documents = await Promise.all(before.map(({ uri }) => Promise.resolve(workspace.openTextDocument(uri)).catch(() => undefined)));
  const changed = documents.findIndex((document, index) => document?.getText() !== after[index]);
  const file = before[changed];
  if (file) {
    const name = workspace.asRelativePath(file.uri);
    void window.showWarningMessage(plain(`Not undone: ${label}. ${name} has changed since.`));
    return;
  }
  const edit = new WorkspaceEdit();
  for (const [index, { uri, text }] of before.entries()) {
    const document = documents[index];
    if (text === undefined) edit.deleteFile(uri, { ignoreIfNotExists: true });
    else if (document) edit.replace(uri, everything(document), text);
  }
  if (!(await workspace.applyEdit(edit))) {
    void window.showErrorMessage(plain(`Not undone: ${label}. A file could not be changed.`));
    return;
  }
  for (const [index, { bytes }] of before.entries()) {
    const document = documents[index];
    if (document && bytes) await restore(document, bytes);
  }
}

/** Saving may run a formatter, and it evens out mixed line ends; then the bytes themselves are put back. */
async function restore(document: TextDocument, bytes: Uint8Array): Promise<void> {
  if (!(await save(document))) return;
  const written = await workspace.fs.readFile(document.uri);
  if (!Buffer.from(written).equals(bytes)) await workspace.fs.writeFile(document.uri, bytes);
}

async function save(document: TextDocument): Promise<boolean> {
  const saved = !document.isDirty || (await document.save());
  if (!saved) void window.showWarningMessage(plain(`${workspace.asRelativePath(document.uri)} is changed but could not be saved.`));
  return saved;
}

function everything(document: TextDocument): Range {
  return new Range(document.positionAt(0), document.positionAt(document.getText().length));
}
