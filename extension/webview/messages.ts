// Generated from server/dualtrack/features/pages and server/dualtrack/lsp/messages.py: run pytest --update.

/**
 * Parameters of `dualtrack/tab`: the page that the tab shows from now on, with the filters and the day to look back to
 * (empty for today); no page where the tab is closed.
 */
export type TabRequest = { page: string; filters: Record<string, string[]>; date: string };

/**
 * Notification `dualtrack/tabChanged`: the parts of the page that are new or changed, by key, and the keys of those that
 * are gone; `is_new`: all that were sent before are gone. A large page comes in several messages.
 */
export type TabChanged = { page: string; isNew: boolean; set: Record<string, unknown>; removed: string[] };

/**
 * Parameters of `dualtrack/choices` (answer: Choices): what can be chosen for a `request` of all the cards `ids`, or for
 * `newItem`, `setUpBoard` and `filter`, which are of no card; `open` and `menu` are of any. `onto`: the row they are dropped
 * on, empty for none, or null.
 */
export type ChoicesRequest = { request: string; ids: string[]; onto: string | null };

/** The part `filters` of every page: the words of each filter. */
export type FilterPart = { words: Record<string, string[]>; part: "filters" };

/** A part of every page, by the URI of the folder: how far it is read, and what could not be read and why. */
export type FolderPart = { name: string; state: "indexing" | "ready" | "empty"; unknown: string[]; part: "folder" };

/**
 * One track of a board (named where there are several); `badge` says how many are active. Its key and a status, with a line
 * end between them, are what a card is dropped on.
 */
export type TrackPart = { name: string; columns: TrackColumn[]; order: number; board?: string; badge?: string; part: "track" };

/** One status of a track; `badge` is how many cards it holds here, and of how many at most. */
export type TrackColumn = { status: string; badge?: string; overLimit?: boolean; closed?: boolean };

/**
 * A card in a column of the track with this key; the cards of a column stand in the `order` of these texts, so that one
 * that comes or goes leaves the others as they were. `note` is what came of it, or that it is on another branch only.
 */
export type CardPart = {
  card: Card; track: string; column: string; order: string; note?: string; verdicts?: VerdictChip[]; part: "card";
};

/**
 * One item on the board. `key` is its name for every command, `path` its file, `line` 0-based; `actions` are the names of
 * the requests that apply to it. A day is written as `2026-11-02`; what is not stated is empty.
 */
export type Card = {
  key: string; id: string; title: string; kind: "experiment" | "spike" | "task" | "data";
  state: "waiting" | "active" | "decide" | "overdue" | "blocked" | "done" | "dropped"; path: string; line?: number;
  actions?: string[]; track?: string; status?: string; phase?: "waiting" | "active" | "done" | "dropped" | null; type?: string;
  roles?: string[]; people?: string[]; sprints?: string[]; model?: string; labels?: string[]; priority?: string;
  points?: string; due?: string; timebox?: CardTimebox | null; needsDecision?: boolean;
  decision?: "ship" | "iterate" | "inconclusive" | "decided-not-to-pursue" | null; verdicts?: CardVerdict[]; dodClosed?: number;
  dodTotal?: number; dodProven?: number; blocked?: CardBlocker | null; otherBranches?: CardOnBranch[]; running?: number;
  candidates?: number; onlyOn?: string;
};

/** Days used of all days, and days since it ended; `standing` says it in two words: `3 days left`. */
export type CardTimebox = { used: number; total: number; over: number; standing: string };

/** What a run reached (`val_f1 0.731`) against a success criterion as it is written. */
export type CardVerdict = {
  criterion: string; measured: string;
  verdict: "not met" | "not measured" | "unclear" | "not comparable" | "within noise" | "met once" | "met"; stands: string;
};

/** What keeps an item from going on. */
export type CardBlocker = { kind: string; since: string; reason: string };

/** Another status that the item has on another branch. */
export type CardOnBranch = { branch: string; status: string };

/** What a run reached beside what was asked: `0.731 ≥ 0.72`, and in words how it stands. */
export type VerdictChip = {
  text: string; stands: string;
  verdict: "not met" | "not measured" | "unclear" | "not comparable" | "within noise" | "met once" | "met";
};

/** The parts of each page. */
export type Pages = {
  board: TrackPart | CardPart;
};
