// How soon the tree is told of a card that was moved in it: `tree.mjs BOARD` prints milliseconds. The client here does what
// the editor does with the edit that the server asks for: it opens the file, changes it, saves it, and says that it is on the disk.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startServer } from "../../tests/webview/harness.mjs";
import { until } from "../../tests/editor/until.mjs";

const [folder] = process.argv.slice(2);
const rounds = 6;
const rows = new Map();
let arrived = () => undefined;

const server = await startServer(folder, "2026-11-16");
const { connection, uri } = server;
try {
  let last = 0;
  connection.onNotification("dualtrack/board", (update) => {
    last = performance.now();
    for (const row of [...update.rows, ...update.cards]) rows.set(row.id, row);
    arrived();
  });
  connection.onRequest("workspace/applyEdit", ({ edit }) => {
    for (const { textDocument, edits } of edit.documentChanges) save(textDocument.uri, edits);
    return { applied: true };
  });
  // All rows are sent once more, since they came first before anybody heard.
  await connection.sendRequest("workspace/executeCommand", { command: "dualtrack.board.filter", arguments: [{ filters: {} }] });
  await until(() => performance.now() - last, (quiet) => last > 0 && quiet > 2000, { seconds: 60 });
  const column = (status) => [...rows.values()].find(({ context, id, label }) => context === "column" && label === status && id.includes("\nproduction\n"));
  const [card] = column("backlog").rows;
  const figures = [];
  for (let round = 0; round < rounds; round += 1) {
    const status = round % 2 ? "backlog" : "in-progress";
    const { choices } = await connection.sendRequest("dualtrack/choices", { request: "move", ids: [card], onto: null });
    const choice = choices.find((each) => each.status === status);
    const start = performance.now();
    const done = new Promise((resolve) => { arrived = () => column(status).rows.includes(card) && resolve(performance.now() - start); });
    await connection.sendRequest("workspace/executeCommand", { command: choice.command, arguments: [choice.arguments] });
    figures.push(await done);
  }
  console.log(JSON.stringify({ moved: Math.min(...figures) }));
} finally {
  server.kill();
}

function save(file, edits) {
  const path = fileURLToPath(file);
  const before = readFileSync(path, "utf8");
  const lines = before.split("\n");
  const offset = ({ line, character }) => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
  const last = [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start));
  const text = last.reduce((now, { range, newText }) => now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end)), before);
  connection.sendNotification("textDocument/didOpen", { textDocument: { uri: file, languageId: "markdown", version: 1, text: before } });
  connection.sendNotification("textDocument/didChange", { textDocument: { uri: file, version: 2 }, contentChanges: [{ text }] });
  writeFileSync(path, text);
  connection.sendNotification("textDocument/didSave", { textDocument: { uri: file } });
  connection.sendNotification("textDocument/didClose", { textDocument: { uri: file } });
  connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: file, type: 2 }] });
}
