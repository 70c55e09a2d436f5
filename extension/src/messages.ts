// Generated from server/dualtrack/lsp/messages.py: edit that, then run pytest --update.

/** The changes that menus offer, by name. */
export const requests = ["start", "move", "decide", "extend", "extract", "block", "unblock", "assign", "link", "plan"] as const;

/**
 * One row of the tree, with the ids of the rows below it. `spoken` is for screen readers, `icon` and `color` are VS Code's.
 * `context` is `folder`, `board`, `track`, `column`, `group`, `card` with the names of requests that apply to it, `elsewhere`
 * (only the default branch has it), `milestone` (sprint or model version) or `runs` (of no item). `line` is 0-based.
 */
export type Row = {
  id: string; label: string; context: string; description: string; spoken: string; icon: string; color: string; path: string;
  line: number; collapsed: boolean; rows: string[];
};

/**
 * Notification `dualtrack/board`: the rows of `cards` of one workspace folder (its URI) that are new or changed.
 * Where more has changed, `rows` are all rows above the cards, the folder's own first; a row below none of them is gone then.
 * Of many cards most come ahead, without `rows`. `attention` is the number of the badge, `filter` says what part is shown.
 */
export type BoardUpdate = {
  folder: string; state: "indexing" | "ready" | "empty"; attention: number; rows: Row[]; cards: Row[]; filter: string;
};

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
  label: string; description: string; status: string; command: string; arguments: Record<string, unknown>; then: Choice[];
  asks: Ask[];
};

/**
 * Parameters of `dualtrack/choices` (answer: Choices): what can be chosen for a `request` of all the cards `ids`, or for
 * `newItem`, `setUpBoard` and `filter`, which are of no card. `onto`: the row they are dropped on, empty for none, or null.
 */
export type ChoicesRequest = { request: string; ids: string[]; onto: string | null };

/** What there is to choose from, under which title; `nothing` is what to tell where there is nothing, if anything. */
export type Choices = { title: string; choices: Choice[]; nothing: string };

/**
 * Parameters of `dualtrack/page`: the hover card or the journey of a row by its id, the page of the rule that a `path` ends
 * with, or a file as it was, by `/<commit>/<path>`. The answer is Markdown, with every text of the repository escaped.
 */
export type PageRequest = { of: "card" | "journey" | "rule"; id: string; path: string };

/** The argument of the client's command `dualtrack.journey`, which shows the page of a card's row; `label` names it. */
export type JourneyLink = { id: string; label: string };

/** `initializationOptions`: whether the folder may be asked more than its files, and whether the client shows our pages. */
export type Options = { trusted: boolean; pages: boolean };
