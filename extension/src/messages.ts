// Generated from server/dualtrack/lsp/messages.py: edit that, then run pytest --update.

/** The changes that can be asked for by name. */
export const requests = ["start", "move", "decide", "extend", "extract", "block", "unblock", "assign", "plan"] as const;

/**
 * One row of the tree, with the ids of the rows below it. `spoken` is for screen readers, `icon` and `color` are VS Code's.
 * `context` is `folder`, `board`, `track`, `column`, `card` with the names of the requests that apply to it, or `elsewhere`
 * for what only the default branch holds. A card has the `path` of its file, from the folder, and its 0-based `line`.
 */
export type Row = {
  id: string;
  label: string;
  context: string;
  description: string;
  spoken: string;
  icon: string;
  color: string;
  path: string;
  line: number;
  collapsed: boolean;
  rows: string[];
};

/**
 * Notification `dualtrack/board`: the rows of `cards` of one workspace folder (its URI) that are new or changed.
 * Where more has changed, `rows` are all rows above the cards, the folder's own first; a row that is below none of them any
 * more is gone then. `attention` counts the items that need a decision (the badge).
 */
export type BoardUpdate = { folder: string; state: "indexing" | "ready" | "empty"; attention: number; rows: Row[]; cards: Row[] };

/**
 * A line of text to ask for before a choice is made; the answer is the parameter `argument`.
 * `pattern` is a regular expression that a valid answer matches, `invalid` what to say of another.
 */
export type Ask = { argument: string; prompt: string; value: string; pattern: string; invalid: string };

/**
 * One thing that can be done: run `command` with `arguments`, after a further choice of `then` or what `asks` asks for.
 * `status` is set where the choice moves the card to that column. An empty `command` means: choose one of `then`.
 */
export type Choice = {
  label: string;
  description: string;
  status: string;
  command: string;
  arguments: Record<string, unknown>;
  then: Choice[];
  asks: Ask[];
};

/**
 * Parameters of `dualtrack/choices` (answer: Choices): what can be chosen for a `request` of all the cards `ids`, or for
 * `newItem` and `setUpBoard`, which are of no card. `onto` is the row that the cards are dropped on, empty for none, or null.
 */
export type ChoicesRequest = { request: string; ids: string[]; onto: string | null };

/** What there is to choose from, under which title; `nothing` is what to tell where there is nothing, if anything. */
export type Choices = { title: string; choices: Choice[]; nothing: string };

/**
 * Parameters of `dualtrack/page`: the hover card or the journey of a row by its id, or the page of a rule by a `path` that
 * ends with its code and `.md`. The answer is Markdown, every text of the repository in it escaped; where the `path` is that
 * of a link in a journey, `/<commit>/<path>`, it is that file as it was.
 */
export type PageRequest = { of: "card" | "journey" | "rule"; id: string; path: string };

/** The argument of the client's command `dualtrack.journey`, which shows the page of a card's row; `label` names it. */
export type JourneyLink = { id: string; label: string };

/**
 * `initializationOptions`. Untrusted: only files are read, and nothing is run or contacted. `pages`: the client shows
 * addresses of the scheme `dualtrack-rule` and knows the command `dualtrack.journey`.
 */
export type Options = { trusted: boolean; pages: boolean };
