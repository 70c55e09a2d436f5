// The one connection to the server: starts it, starts it again after a crash, and says in which phase it is.

import { type CancellationToken, type Event, EventEmitter, type ExtensionContext, type LogOutputChannel, window, workspace } from "vscode";
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";
import { applyAndSave } from "./edits";
import { tellNoPython } from "./interpreter";
import type { BoardUpdate, Options } from "./messages";
import { plain } from "./plain";
import { findPython, type Python, serverCommand } from "./python";

/** `warning` is why something else than what the settings name is running. */
export type Phase = { is: "starting" } | { is: "running"; version: string; python: Python; warning?: string } | { is: "stopped" };

const crashesAllowed = 3;
const crashesWithin = 3 * 60_000;

export class Server {
  private readonly boards = new EventEmitter<BoardUpdate>();
  private readonly phases = new EventEmitter<Phase>();
  readonly onBoard: Event<BoardUpdate> = this.boards.event;
  readonly onPhase: Event<Phase> = this.phases.event;

  /** Undefined while no server is wanted, so that a client that ends then has not crashed. */
  private client: LanguageClient | undefined;
  /** Starts and stops, one after the other; never rejected. */
  private last: Promise<void> = Promise.resolve();
  private crashes: number[] = [];

  constructor(
    private readonly context: ExtensionContext,
    readonly log: LogOutputChannel,
  ) {}

  /** Starts the server, or starts it again. */
  async restart(): Promise<void> {
    return this.next(async () => {
      await this.end();
      await this.start();
    });
  }

  async stop(): Promise<void> {
    return this.next(() => this.end());
  }

  /** Asks the server, once it is up. The library would start a server that has been stopped, and that is not for a question to do. */
  async request<Answer>(method: string, params: object, token?: CancellationToken): Promise<Answer> {
    await this.last;
    if (!this.client?.isRunning()) throw new Error("Dualtrack is not running.");
    // A token that is undefined would be sent as a second parameter.
    return token ? this.client.sendRequest<Answer>(method, params, token) : this.client.sendRequest<Answer>(method, params);
  }

  /** Runs a command of the server. What it refuses is news for the user and no error of the program. */
  async execute(command: string, args: unknown[]): Promise<boolean> {
    try {
      await this.request(ExecuteCommandRequest.method, { command, arguments: args });
      return true;
    } catch (error) {
      void window.showWarningMessage(plain(textOf(error)));
      return false;
    }
  }

  private async next(step: () => Promise<void>): Promise<void> {
    // A server that is still starting cannot be asked to stop; without this, one that hangs would be waited for without end.
    const client = this.client;
    if (client?.state === State.Starting) {
      this.client = undefined;
      client.serverProcess?.kill();
    }
    this.last = this.last.then(step).catch((error: unknown) => {
      this.log.error(textOf(error));
    });
    return this.last;
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch((error: unknown) => {
      this.log.warn(textOf(error));
    });
  }

  private async start(): Promise<void> {
    this.phases.fire({ is: "starting" });
    const search = await findPython(this.context, this.log);
    if (!search.python) {
      this.phases.fire({ is: "stopped" });
      tellNoPython(search, this.context, this);
      return;
    }
    const client = this.create(search.python);
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.log.error(textOf(error));
      if (client === this.client) this.giveUp("Dualtrack could not start.");
      return;
    }
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped && client === this.client) this.crashed();
    });
    const version = client.initializeResult?.serverInfo?.version ?? "";
    const warning = search.setting && `dualtrack.interpreter does not work: ${search.setting}`;
    this.phases.fire({ is: "running", version, python: search.python, ...(warning && { warning }) });
  }

  private create(python: Python): LanguageClient {
    const { command, args, cwd } = serverCommand(this.context, python);
    const options: LanguageClientOptions = {
      // Mentions of items are shown in every open file, whatever its language, in cells of notebooks, and where a commit's message
      // is written. In a remote window, too, the scheme of files is `file` here.
      documentSelector: [{ scheme: "file" }, { scheme: "vscode-notebook-cell" }, { scheme: "vscode-scm" }],
      initializationOptions: { trusted: workspace.isTrusted, pages: true } satisfies Options,
      outputChannel: this.log,
      // A request that fails is for the log; what the user has to know is said here, once.
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: quiet,
      middleware: {
        executeCommand: (name, given) => this.execute(name, given),
        workspace: { handleApplyEdit: applyAndSave },
      },
    };
    const client = new LanguageClient("dualtrack", "Dualtrack", { command, args, options: { cwd } }, options);
    client.onNotification("dualtrack/board", (update: BoardUpdate) => {
      this.boards.fire(update);
    });
    return client;
  }

  private crashed(): void {
    const now = Date.now();
    this.crashes = [...this.crashes.filter((time) => now - time < crashesWithin), now];
    if (this.crashes.length > crashesAllowed) {
      this.giveUp(`Dualtrack has stopped ${this.crashes.length} times within a few minutes.`);
    } else {
      void this.restart();
    }
  }

  private giveUp(message: string): void {
    this.client = undefined;
    this.crashes = [];
    this.phases.fire({ is: "stopped" });
    void window.showErrorMessage(message, "Restart", "Show Log").then((button) => {
      if (button === "Restart") void this.restart();
      if (button === "Show Log") this.log.show();
    });
  }
}

/** Everything is `handled`: the library shows nothing and starts nothing again, as `Server` does both. */
const quiet: ErrorHandler = {
  error: (_error, _message, count) => ({ action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true }),
  closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
};

export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
