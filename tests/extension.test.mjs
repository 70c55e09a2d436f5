// The client where two things happen at once, which no test of the editor can time: its code with an editor that does as it is told.
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { build } from "esbuild";
import { root } from "../scripts/setup/common.mjs";
import { python } from "../scripts/setup.mjs";
import { until } from "./editor/until.mjs";

const folder = mkdtempSync(path.join(tmpdir(), "dualtrack-extension-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Whatever it is asked for, it is. */
const anything = new Proxy(() => undefined, { get: (_, name) => ({ then: undefined, [Symbol.toPrimitive]: () => "" })[name] ?? anything, apply: () => anything, construct: () => anything });

class EventEmitter {
  hearers = [];
  event = (hear) => {
    this.hearers.push(hear);
    return { dispose: () => undefined };
  };
  fire(what) {
    for (const hear of this.hearers) hear(what);
  }
}

class LanguageClient {
  static made = [];
  state = 1;
  isDisposed = false;
  constructor() {
    LanguageClient.made.push(this);
    this.isSpawned = new Promise((resolve) => (this.spawn = resolve));
  }
  async start() {
    this.state = 3;
    await this.isSpawned;
    this.state = 2;
  }
  isRunning = () => this.state === 2;
  sendRequest = async (method) => method;
  onNotification = () => undefined;
  onDidChangeState = () => undefined;
  async dispose() {
    this.isDisposed = true;
    this.state = 1;
  }
}

const names = ["commands", "env", "extensions", "languages", "lm", "window", "workspace", "Disposable", "MarkdownString", "Uri", "TreeItem", "ThemeIcon", "ThemeColor", "WorkspaceEdit", "Range", "FileType", "FileChangeType", "LanguageStatusSeverity", "ConfigurationTarget", "ProgressLocation", "StatusBarAlignment", "TreeItemCollapsibleState", "ViewColumn"];

/** The modules of the extension, over an editor of which some parts are given. */
async function extension(parts) {
  const vscode = { ...Object.fromEntries(names.map((name) => [name, anything])), EventEmitter, l10n: { t: (text) => text }, ...parts };
  const lsp = { LanguageClient, State: { Stopped: 1, Running: 2, Starting: 3 }, CancellationToken: {}, ErrorAction: {}, CloseAction: {}, ExecuteCommandRequest: {}, ResponseError: class {} };
  const contents = ["board", "client", "mcp", "tab"].map((name) => `export * from "./${name}";`).join("\n");
  const stdin = { contents, resolveDir: path.join(root, "extension", "src"), loader: "ts" };
  const { outputFiles } = await build({ stdin, bundle: true, write: false, format: "cjs", platform: "node", external: ["vscode", "vscode-languageclient/node"] });
  const module = { exports: {} };
  const own = { vscode, "vscode-languageclient/node": lsp };
  new Function("module", "exports", "require", outputFiles[0].text)(module, module.exports, (name) => own[name] ?? createRequire(import.meta.url)(name));
  return module.exports;
}

const context = {
  asAbsolutePath: (file) => path.join(root, file),
  extension: { packageJSON: { version: "1" } },
  extensionPath: root,
  globalState: { get: () => undefined, update: () => undefined },
  globalStorageUri: { fsPath: folder },
  subscriptions: [],
  workspaceState: { get: () => [], update: () => undefined },
};
const workspaceFolders = [{ uri: "file:///open" }];
const onlyOpen = { ...anything, workspaceFolders, isTrusted: true, onDidChangeWorkspaceFolders: () => undefined };

test("of two starts, the second asked for before the first has a process, one server is left", async () => {
  const workspace = { isTrusted: true, getConfiguration: () => ({ get: () => python }), workspaceFolders: [] };
  const { Server } = await extension({ workspace });
  const server = new Server(context, anything);
  void server.restart();
  await until(() => LanguageClient.made[0]?.state, (state) => state === 3);
  const asked = server.request("dualtrack/page", {});
  const again = server.restart();
  LanguageClient.made[0].spawn();
  await until(() => LanguageClient.made[1]?.state, (state) => state === 3);
  LanguageClient.made[1].spawn();
  await again;
  assert.equal(await asked, "dualtrack/page"); // a restored page asks once
  assert.deepEqual(LanguageClient.made.map(({ isDisposed }) => isDisposed), [true, false]);
});

test("the board of a folder that has been closed stays away, even if news of it were on their way", async () => {
  const { Board } = await extension({ workspace: onlyOpen });
  const news = new EventEmitter();
  const board = new Board({ onBoard: news.event, onPhase: () => undefined }, context);
  for (const uri of ["file:///closed", "file:///open"]) {
    const card = { id: `${uri}\ncard`, label: uri, rows: [] };
    news.fire({ folder: uri, state: "empty", attention: 0, rows: [{ id: uri, label: uri, rows: [card.id] }], cards: [card], filter: "", branch: "" });
  }
  assert.deepEqual(board.getChildren().map(({ label }) => label), ["file:///open"]);
});

test("the tools for agents are of the folders that have a board by now, whichever answer comes last", async () => {
  const slow = path.join(folder, "slow");
  writeFileSync(slow, `#!/bin/sh\nif mkdir "$0.asked" 2>/dev/null; then while [ ! -e "$0.go" ]; do sleep 0.02; done; fi\necho '{"python": "3.14", "executable": "python"}'\n`);
  chmodSync(slow, 0o755);
  let provider;
  const lm = { registerMcpServerDefinitionProvider: (_, given) => (provider = given) };
  const { offerTools } = await extension({ workspace: onlyOpen, lm, McpStdioServerDefinition: class { constructor(...given) { this.args = given[2]; } } });
  const boards = new EventEmitter();
  let ready = ["/one"];
  offerTools(context, { python: { command: [slow] }, log: { info: () => undefined } }, { ready: () => ready, onDidChangeTreeData: boards.event });
  boards.fire();
  const first = provider.provideMcpServerDefinitions();
  await until(() => existsSync(`${slow}.asked`), Boolean);
  ready = ["/one", "/two"];
  boards.fire();
  const second = await provider.provideMcpServerDefinitions();
  writeFileSync(`${slow}.go`, "");
  for (const [definition] of [second, await first]) assert.deepEqual(definition.args.slice(-3), ["mcp", "/one", "/two"]);
});

test("an item that the tab shows already is not shown again once it is closed", async () => {
  const told = [];
  const registered = {};
  let say;
  const webview = { asWebviewUri: String, cspSource: "", onDidReceiveMessage: (hear) => (say = hear), postMessage: (message) => void told.push(message) };
  const panel = { visible: true, webview, reveal: () => undefined, onDidDispose: () => undefined };
  const commands = { registerCommand: (name, run) => (registered[name] = run) };
  const window = { createWebviewPanel: () => panel, registerUriHandler: () => undefined, registerWebviewPanelSerializer: () => undefined };
  const { registerTab } = await extension({ commands, window, Uri: { joinPath: (...parts) => parts.join("/") } });
  registerTab({ request: async () => undefined, onTab: () => undefined, onPhase: () => undefined }, "");
  const show = { page: "board", filters: {}, date: "", item: "" };
  const item = () => told.at(-1).item;
  registered["dualtrack.openBoard"]("EXP-1");
  await say({ show });
  assert.equal(item(), "EXP-1"); // the webview was not there yet
  registered["dualtrack.openBoard"]("EXP-1");
  assert.equal(item(), "EXP-1");
  await say({ show });
  assert.equal(item(), undefined);
  panel.visible = false; // its page is gone
  registered["dualtrack.openBoard"]("EXP-2");
  await say({ show });
  assert.equal(item(), "EXP-2");
});
