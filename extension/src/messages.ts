// Generated from server/dualtrack/lsp/messages.py: edit that, then run pytest --update.

export type State = "waiting" | "active" | "decide" | "overdue" | "blocked" | "done" | "dropped";

/** The changes that can be asked for by name. */
export const requests = ["start", "move", "decide", "extend", "extract", "block"] as const;

/**
 * One item on the board. `key` is its name for every command, `path` its file, `line` 0-based; `actions` are the names of
 * the requests that apply to it.
 */
export interface Card {
  key: string;
  label: string;
  description: string;
  kind: string;
  state: State;
  path: string;
  line: number;
  actions: string[];
}

/** One status of a track with the keys of its cards; `badge` is what stands beside its name (`2 of 3`). */
export interface Column {
  status: string;
  badge: string;
  overLimit: boolean;
  closed: boolean;
  cards: string[];
}

/** One track of a board. */
export interface BoardTrack {
  name: string;
  badge: string;
  columns: Column[];
}

/** One board; a repository may hold several. `folder` is where it is, empty for the project's own folder. */
export interface BoardView {
  folder: string;
  tracks: BoardTrack[];
}

/**
 * Notification `dualtrack/board`: the boards of one workspace folder (its URI), null where they stand as before, and the
 * cards that are new or changed.
 *
 * A card that no column names any more is gone. `attention` counts the items that need a decision (the badge).
 */
export interface BoardUpdate {
  folder: string;
  state: "indexing" | "ready" | "empty";
  attention: number;
  boards: BoardView[] | null;
  cards: Card[];
}

/**
 * Parameters of `dualtrack/card` (answer: CardText), `dualtrack/actions` (answer: CardActions) and `dualtrack/journey`
 * (answer: Page).
 */
export interface CardRequest {
  folder: string;
  key: string;
}

/** The hover card of one item as Markdown, its text escaped. */
export interface CardText {
  markdown: string;
}

/**
 * A line of text to ask for before a choice is made; the answer is the parameter `argument`.
 *
 * `pattern` is a regular expression that a valid answer matches, `invalid` what to say of another.
 */
export interface Ask {
  argument: string;
  prompt: string;
  value: string;
  pattern: string;
  invalid: string;
}

/**
 * One thing that can be done: run `command` with `arguments`, after a further choice of `then` or what `asks` asks for.
 *
 * `status` is set where the choice moves the card to that column. An empty `command` means: choose one of `then`.
 */
export interface Choice {
  label: string;
  description: string;
  status: string;
  command: string;
  arguments: Record<string, unknown>;
  then: Choice[];
  asks: Ask[];
}

/** A request by its name, with what there is to choose from. */
export interface Action {
  name: string;
  choices: Choice[];
}

/** What can be done to one card now. */
export interface CardActions {
  title: string;
  actions: Action[];
}

/** Parameters of `dualtrack/newItems` (answer: NewItems). */
export interface NewItemsRequest {
  folder: string;
}

/** What can be made new in one workspace folder. */
export interface NewItems {
  choices: Choice[];
}

/** Parameters of `dualtrack/rulePage` (answer: Page). */
export interface RulePageRequest {
  code: string;
}

/** What is shown as a preview of its own: Markdown, every text of the repository in it escaped. */
export interface Page {
  markdown: string;
}

/** The argument of the client's command `dualtrack.journey`, which shows the page of the item of a key; `label` names it. */
export interface JourneyLink {
  folder: string;
  key: string;
  label: string;
}

/**
 * `initializationOptions`. Untrusted: only files are read, and nothing is run or contacted. `pages`: the client shows
 * addresses of the scheme `dualtrack-rule` and knows the command `dualtrack.journey`.
 */
export interface Options {
  trusted: boolean;
  pages: boolean;
}
