// The one connection to the server: starts it, starts it again after a crash, and says in which phase it is.

import { type CancellationToken, commands, EventEmitter, type ExtensionContext, l10n, type LogOutputChannel, Uri, workspace } from "vscode";
import * as lsp from "vscode-languageclient/node";
import { applyAndSave } from "./edits";
import { tellNoPython } from "./interpreter";
import type { BoardUpdate, Options } from "./messages";
import { findPython, type Python, serverCommand } from "./python";
import { fail, textOf, warn } from "./say";

/** `version` and `python` are of a server that runs; `warning` is why something else than what the settings name is running, or nothing. */
export type Phase = { is: "starting" | "running" | "stopped" | "noPython"; version?: string; python?: Python; warning?: string };

const crashesAllowed = 3;
const crashesWithin = 3 * 60_000;

/** A notebook is opened as one; the library would show its JSON. */
const showDocument: NonNullable<NonNullable<lsp.Middleware["window"]>["showDocument"]> = async (params, token, next) =>
  /\.ipynb(\?|$)/.test(params.uri) ? commands.executeCommand("vscode.open", Uri.parse(params.uri, true)).then(() => ({ success: true })) : next(params, token);

export class Server {
  private readonly boards = new EventEmitter<BoardUpdate>();
  private readonly tabs = new EventEmitter<object>();
  private readonly phases = new EventEmitter<Phase>();
  readonly onBoard = this.boards.event;
  readonly onTab = this.tabs.event;
  readonly onPhase = this.phases.event;

  /** Undefined while no server is wanted, so that a client that ends then has not crashed. */
  private client: lsp.LanguageClient | undefined;
  /** Starts and stops, one after the other; never rejected. */
  private last: Promise<void> = Promise.resolve();
  private crashes: number[] = [];
  python?: Python; // that runs the server, or ran it last

  constructor(private readonly context: ExtensionContext, readonly log: LogOutputChannel) {}

  /** Starts the server, or starts it again. */
  readonly restart = (): Promise<void> => this.next(() => this.start());
  readonly dispose = (): void => void this.next(() => this.end());

  /** Asks the server, once it is up. The library would start a server that has been stopped, and that is not for a question to do. */
  async request<Answer>(method: string, params: object, token: CancellationToken = lsp.CancellationToken.None): Promise<Answer> {
    for (let last; last !== this.last; ) await (last = this.last); // another start may be asked for meanwhile
    if (!this.client?.isRunning()) throw new Error(l10n.t("Dualtrack is not running."));
    return this.client.sendRequest<Answer>(method, params, token);
  }

  /** The same for what the user asks: what the server refuses is news for them and no error of the program. */
  async ask<Answer>(method: string, params: object): Promise<Answer | undefined> {
    return this.request<Answer>(method, params).catch((error: unknown) => { warn(textOf(error)); return undefined; });
  }

  /** Runs a command of the server; false where it refuses. */
  readonly execute = async (command: string, args: unknown[]): Promise<boolean> =>
    (await this.ask(lsp.ExecuteCommandRequest.method, { command, arguments: args })) !== undefined;

  private async next(step: () => Promise<void>): Promise<void> {
    // A server that is still starting cannot be asked to stop; without this, one that hangs would be waited for without end.
    const client = this.client;
    if (client?.state === lsp.State.Starting) {
      this.client = undefined;
      client.serverProcess?.kill();
    }
    this.last = this.last.then(step).catch((error: unknown) => {
      this.log.error(textOf(error));
      if (this.client) this.giveUp(l10n.t("Dualtrack could not start."));
    });
    return this.last;
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch((error: unknown) => this.log.warn(textOf(error)));
  }

  private async start(): Promise<void> {
    await this.end();
    this.phases.fire({ is: "starting" });
    const { python, setting, failures } = await findPython(this.context, this.log);
    if (!python) { this.phases.fire({ is: "noPython", warning: tellNoPython(failures, this.log) }); return; }
    this.python = python;
    const client = this.create(python);
    this.client = client;
    await client.start();
    if (client !== this.client) return client.dispose(); // the next start was asked for before there was a process to end
    const version = client.initializeResult?.serverInfo?.version ?? "";
    this.phases.fire({ is: "running", version, python, ...(setting && { warning: l10n.t("dualtrack.interpreter does not work: {0}", setting) }) });
  }

  private create(python: Python): lsp.LanguageClient {
    const client = new lsp.LanguageClient("dualtrack", "Dualtrack", serverCommand(this.context, python), {
      // Mentions of items are shown in every open file, whatever its language, in cells of notebooks, and where a commit's message
      // is written. In a remote window, too, the scheme of files is `file` here.
      documentSelector: [{ scheme: "file" }, { scheme: "vscode-notebook-cell" }, { scheme: "vscode-scm" }],
      initializationOptions: { trusted: workspace.isTrusted, pages: true } satisfies Options,
      outputChannel: this.log,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: (_error, _message, count = 0) => ({ action: count <= 3 ? lsp.ErrorAction.Continue : lsp.ErrorAction.Shutdown }),
        closed: () => ({ action: lsp.CloseAction.DoNotRestart }),
      },
      middleware: { executeCommand: (name, given) => this.execute(name, given), workspace: { handleApplyEdit: applyAndSave }, window: { showDocument } },
    });
    // What fails is for the log; the library would show some of it. What the user has to know is said here, once.
    client.error = (message, data) => this.log.error(message, data ?? "");
    client.onNotification("dualtrack/board", (update: BoardUpdate) => this.boards.fire(update));
    client.onNotification("dualtrack/tabChanged", (changed: object) => this.tabs.fire(changed));
    client.onDidChangeState(({ oldState, newState }) => {
      if (oldState === lsp.State.Running && newState === lsp.State.Stopped && client === this.client) this.crashed();
    });
    return client;
  }

  private crashed(): void {
    this.crashes = [...this.crashes, Date.now()].filter((time) => Date.now() - time < crashesWithin);
    if (this.crashes.length <= crashesAllowed) void this.restart();
    else this.giveUp(l10n.t("Dualtrack has stopped {0} times within a few minutes.", this.crashes.length));
  }

  private giveUp(message: string): void {
    this.client = undefined;
    this.crashes = [];
    this.phases.fire({ is: "stopped" });
    fail(message, "restart", "showLog");
  }
}
