// Generated from server/dualtrack/features/pages and server/dualtrack/lsp/messages.py: run pytest --update.

/**
 * Parameters of `dualtrack/tab`: the page that the tab shows from now on, with the filters, the day to look back to (empty
 * for today), and the id of the item beside it, if any; no page where the tab is closed.
 */
export type TabRequest = { page: string; filters: Record<string, string[]>; date: string; item: string };

/**
 * Notification `dualtrack/tabChanged`: the parts of the page that are new or changed, by key, and the keys of those that
 * are gone; `is_new`: all that were sent before are gone. A large page comes in several messages. The keys of the item beside
 * the page are `item`, its id and the name of the part, with line ends between them.
 */
export type TabChanged = { page: string; isNew: boolean; set: Record<string, unknown>; removed: string[] };

/**
 * Parameters of `dualtrack/choices` (answer: Choices): what can be chosen for a `request` of all the cards `ids`, or for
 * `newItem`, `setUpBoard`, `filter` and `report`, which are of no card; `open`, `menu` and `fix` are of any item. Without
 * `ids` the cards are what can be chosen, each with the client's command for the request. `onto`: the row they are dropped
 * on, empty for none; the path of a file of its journey to open; the title of a fix, or what it mends; or null.
 */
export type ChoicesRequest = { request: string; ids: string[]; onto: string | null };

/** How many things wait on a page, and in words what they wait for. */
export type Badge = { count: number; text: string };

/**
 * The part `filters` of every page: the words of each filter, the person who works here, where it is known, and the badges
 * of pages by their names. These count whatever the filter asks for.
 */
export type FilterPart = { words: Record<string, string[]>; user: string; badges: Record<string, Badge>; part: "filters" };

/** A part of every page, by the URI of the folder: how far it is read, and what could not be read and why. */
export type FolderPart = { name: string; state: "indexing" | "ready" | "empty"; unknown: string[]; part: "folder" };

/**
 * One track of a board (named where there are several); `badge` says how many are active. Its key and a status, with a line
 * end between them, are what a card is dropped on.
 */
export type TrackPart = { name: string; columns: TrackColumn[]; order: number; board?: string; badge?: string; part: "track" };

/**
 * One status of a track; `badge` is how many cards it holds here, and of how many at most, `over_limit` says if these are
 * too many. `drop` is what a drop on it
 * does, and `drop_undecided` that of an experiment without a decision.
 */
export type TrackColumn = {
  status: string; badge?: string; overLimit?: string; closed?: boolean; drop?: string; dropUndecided?: string;
};

/**
 * A card in a column of the track with this key; the cards of a column stand in the `order` of these texts, so that one
 * that comes or goes leaves the others as they were. `names` are to be read out: its kind,
 * its state, and how a timebox stands. A timebox and boxes are those of work that is not closed. `here`: it is not on another
 * branch only, so that it can be opened; `drops` names the field of a column that tells of its drop.
 */
export type CardPart = {
  id: string; title: string; kind: "experiment" | "spike" | "task" | "data";
  state: "waiting" | "active" | "decide" | "overdue" | "blocked" | "done" | "dropped"; names: string[]; track: string;
  column: string; order: string; drops: "drop" | "dropUndecided"; here?: boolean; movable?: boolean; points?: string;
  people?: string[]; sprints?: string[]; model?: string; timebox?: TimeboxShown | null; boxes?: Boxes | null;
  verdicts?: VerdictChip[]; marks?: Mark[]; part: "card";
};

/** Days used of all days, and how it stands. */
export type TimeboxShown = { used: number; total: number; isOver: boolean; text: string };

/** How many lines of a Definition of Done are closed, and how many of those are proven. */
export type Boxes = { proven: number; ticked: number; open: number; text: string };

/** What a run reached beside what was asked: `val_f1 0.731 ≥ 0.72`, and in words how it stands. */
export type VerdictChip = {
  text: string; stands: string;
  verdict: "not met" | "not measured" | "unclear" | "not comparable" | "within noise" | "met once" | "met";
};

/** A short text at the foot of a card. */
export type Mark = { text: string; tone?: "" | "good" | "warn" | "bad" };

/**
 * The figures of the day that is asked for: those that charts are drawn from, with phases in place of statuses, and the
 * others as lists.
 */
export type FlowPart = { flow: Flow; phases: PhaseCounts[]; lists: FlowList[]; part: "flow" };

/**
 * The flow of work as it was known on `date`, over the range from `since`. `dates` are days, or the last days of weeks, for
 * `bands`; `weeks` are the last days of weeks, for what is counted by the week. The first and the last week may be a part of
 * one. `first` and `last` are the days between which a date can be asked for. `taken_over` items came closed from elsewhere.
 * `unknown` says in sentences why not everything is told; without `dates` nothing is.
 */
export type Flow = {
  date: string; since: string; first: string; last: string; step: "day" | "week"; dates?: string[]; bands?: Band[];
  weeks?: string[]; done?: WeeklyCounts[]; dropped?: number[]; learnings?: number[]; deployments?: number[];
  cycleTimes?: CycleTimes[]; ageing?: Ageing[]; blocked?: BlockedTime[]; workload?: Workload[]; shares?: Share[];
  deployed?: Deployed[]; toProduction?: ToProduction[]; toProductionDays?: number | null; takenOver?: number;
  unknown?: string[];
};

/** The items in one status at the end of each of the dates; what the board does not know has no phase and no status. */
export type Band = {
  track: string; status: string; phase: "waiting" | "active" | "done" | "dropped" | null; counts: number[];
};

/** What was done on a track in each of the weeks. */
export type WeeklyCounts = { track: string; counts: number[] };

/**
 * Days from the start of work to the closing of what was done in the range, one entry each, oldest first; 50, 85 and 95 of
 * a hundred took at most so long, None where too few are known. `unknown` were closed without having been seen in progress.
 */
export type CycleTimes = {
  track: string; keys: string[]; labels: string[]; closed: string[]; days: number[]; p50: number | null; p85: number | null;
  p95: number | null; unknown: number;
};

/**
 * An item in progress: days since work on it began, and since it came to its status. `is_old`: it has taken longer than 85
 * of a hundred did; `at_least`: it began before the history does.
 */
export type Ageing = {
  key: string; label: string; track: string; status: string; days: number; daysInStatus: number; isOld: boolean;
  atLeast: boolean; blocked: string;
};

/** Days for which items were blocked in the range, summed up over all that were, by kind; `now` are blocked still. */
export type BlockedTime = { kind: string; days: number; items: number; now: string[] };

/**
 * What a person has in progress, by track and in all, and is next in line for; `usual` is how many items they had in
 * progress on an average day of the twelve weeks before: what they can carry, as far as git tells.
 */
export type Workload = {
  person: string; active: string[][]; allActive: number; blocked: number; waiting: number; usual: number | null;
};

/** The part of a track in all work of the range: of the days that items were in progress, and of what was done. */
export type Share = {
  track: string; activeDays: number; activePercent: number | null; done: number; donePercent: number | null;
};

/** A version that came into production, or `again`; `said_by` is a git tag, the file, or a commit. */
export type Deployed = { key: string; label: string; day: string; saidBy: string; again: boolean };

/**
 * The way of a shipped experiment, by its id and its key, into production; `days` is None where the day of its decision is
 * not known.
 */
export type ToProduction = {
  experiment: string; model: string; decided: string | null; deployed: string; days: number | null; key: string;
};

/** The items in a phase at the end of each of the dates. */
export type PhaseCounts = { track: string; phase: "waiting" | "active" | "done" | "dropped"; name: string; counts: number[] };

/** Rows under a title; `more` says how many there are besides, `most` the size of a whole bar. */
export type FlowList = { title: string; rows: FlowRow[]; more?: string; most?: number };

/**
 * What is measured of an item, by its key, or of something else, without one: a size for the bars of a list, if it has
 * bars, and all that is to be said in words.
 */
export type FlowRow = { name: string; words: string; key?: string; size?: number | null; tone?: "" | "good" | "warn" | "bad" };

/** A decided experiment with its decision in words, and why it was made; the rows stand in the `order` of these texts. */
export type DecidedPart = { decided: Decided; decision: string; order: string; why?: string; part: "decided" };

/**
 * A decided experiment: what was expected, what was measured against what was asked, and what was learned. `day` is empty
 * where no day of its decision is stated.
 */
export type Decided = {
  key: string; label: string; day: string; decision: "ship" | "iterate" | "inconclusive" | "decided-not-to-pursue";
  reasons: string[]; hypothesis: string; verdicts: CardVerdict[]; learnings: string; people: string[]; path: string;
  line: number;
};

/** What a run reached (`val_f1 0.731`) against a success criterion as it is written. */
export type CardVerdict = {
  criterion: string; measured: string;
  verdict: "not met" | "not measured" | "unclear" | "not comparable" | "within noise" | "met once" | "met"; stands: string;
};

/** A stage, empty for the versions that state none, and its name. */
export type LanePart = { stage: string; name: string; order: number; part: "lane" };

/**
 * A version in the lane of its stage, with its work; those of a lane stand in their `order`. `standing` says since when it
 * is there, and for when it is planned; `progress` how much of all its work is closed.
 */
export type VersionPart = {
  label: string; stage: string; standing: string; change: string; proofs: ProofShown[]; findings: FindingShown[];
  work: WorkRow[]; order: number; progress?: string; part: "version";
};

/**
 * What a source says of a version; what proves that it is in production is good, what says the contrary of its file bad;
 * the `mark` says so too.
 */
export type ProofShown = { source: string; says: string; tone: "" | "good" | "warn" | "bad"; mark: "" | "✓" | "✗" };

/** What is found in an item, and the titles of its fixes; `line` is that of the Definition of Done which it is about. */
export type FindingShown = {
  message: string; code: string; severity: "error" | "warning" | "information" | "hint"; fixes: string[]; line?: string;
};

/** One task or experiment on a line of its own; `details` begin with its points, and leave the verdicts out. */
export type WorkRow = {
  key: string; label: string; id: string; status: string;
  state: "waiting" | "active" | "decide" | "overdue" | "blocked" | "done" | "dropped" | ""; details: string;
  verdicts?: VerdictChip[];
};

/** What one item needs, under a heading; the rows stand in the `order` of these texts. */
export type NeedPart = { need: Need; heading: string; order: string; offered?: Offered[]; part: "need" };

/**
 * Why something needs somebody. `key` is that of its item, `requests` are the names of those that help and apply to it;
 * where none does, `fixes` are the titles of the first fixes of what is found. `path` and `line` (0-based) are where the first
 * reason stands; `only_on` is the branch of what is not here. `day` is that on which a timebox ends, something was blocked or
 * is due: of a kind the earliest comes first. `verdicts` are what there is to decide by.
 */
export type Need = {
  kind: "decide" | "blocked" | "production" | "proof" | "due" | "limit" | "stale" | "ready"; key: string; label: string;
  reasons: string[]; people: string[]; requests: string[]; fixes: string[]; path: string; line: number; onlyOn?: string;
  day?: string; verdicts?: VerdictChip[];
};

/** A request that helps, or `open`, by its name and as menus call it. */
export type Offered = { name: string; title: string };

/**
 * A sprint with its work; the sprints stand in the `order` of these texts. The rows are those that the filters ask for;
 * `note` says so where there are others. What is counted and drawn is that of the whole sprint.
 */
export type SprintPart = {
  label: string; goal: string; when: string; amounts: Amount[]; order: string; note?: string; unknown?: string[];
  charts?: BurndownShown[]; half?: HalfShown | null; work?: WorkList[]; lists?: NamedList[]; part: "sprint";
};

/** How much there is of something, beside how much there may be. */
export type Amount = { text: string; tone?: "" | "good" | "warn" | "bad" };

/**
 * A burndown up to the end of the sprint. `target` leads from what was planned to nothing, with a number for each of the
 * `dates`; `scope` and `left` have one for those that have come.
 */
export type BurndownShown = {
  title: string; dates: string[]; scope: number[]; left: number[]; target: number[]; marks: ScopeMark[];
};

/**
 * The changes of what is in a sprint on a day: its number in the dates of the chart, what came or left by which commit, and
 * in `short` the ids alone.
 */
export type ScopeMark = { at: number; text: string; short: string };

/**
 * The share of the experiments with a preliminary result once half of the sprint has passed: `with_result` is None where it
 * is not known, `asked` how many there should be.
 */
export type HalfShown = { title: string; text: string; withResult: number | null; of: number; asked: number };

/** Tasks or experiments under a title. */
export type WorkList = { title: string; rows: WorkRow[] };

/** Items under a title. */
export type NamedList = { title: string; rows: NamedRow[] };

/** An item, by its key where it has a page, with words before and after its name. */
export type NamedRow = { before: string; key: string; label: string; words: string };

/**
 * What every item has: its name, the first lines of its card, what is to be done next, what can be done first, and what is
 * not known of it. `kind` is its type, else its kind; `state` is empty for what has no card.
 */
export type HeadPart = {
  id: string; title: string; kind: string;
  state: "waiting" | "active" | "decide" | "overdue" | "blocked" | "done" | "dropped" | ""; path: string; lines: HeadLine[];
  next: string; offered?: Offered[]; unknown?: string[]; part: "head";
};

/** A line of the head in Markdown, and what stands first in it. */
export type HeadLine = { strong: string; text: string };

/** What it is for, and what came of it. */
export type AboutPart = { texts: AboutText[]; part: "about" };

/** What it is for, or what came of it, under a title. */
export type AboutText = { title: string; text: string };

/** What is found in the item. */
export type FindingsPart = { findings: FindingShown[]; part: "findings" };

/** The criteria of an experiment. */
export type CriteriaPart = { criteria: CriterionShown[]; part: "criteria" };

/** How a criterion stands: `met once`, and in `summary` `0.731 ≥ 0.72` and why. A stop criterion that is met is bad. */
export type CriterionShown = { criterion: string; verdict: string; tone: "" | "good" | "warn" | "bad"; summary: string };

/** What the runs reached, one after the other. */
export type HistoryPart = { history: MetricHistory; part: "history" };

/**
 * The finished runs that are judged, in the order in which they began. `asked` reads `≥ 0.72`; `high`: more is better;
 * `best` is the best value up to each of the runs, and `best_shown` the last of these.
 */
export type MetricHistory = {
  metric: string; asked: string; bound: number; high: boolean; baseline: number | null; runs: Reached[]; best: number[];
  bestShown: string;
};

/** What a run reached, as a number and as it is shown; the day on which it began, and whether it meets the bound. */
export type Reached = { run: string; day: string; value: number; shown: string; meets: boolean };

/** The Definition of Done, and how many of its lines are closed. */
export type DonePart = { lines: LineShown[]; closed: number; part: "done" };

/**
 * A line of the Definition of Done: its box, which reads `ticked` and shows a `mark`, and in `reason` why it stands so and
 * what shows it.
 */
export type LineShown = {
  text: string; state: "proven" | "claimed" | "bare" | "shown but open" | "stale" | "not applicable" | "unknown" | "open";
  box: string; mark: "" | "✓" | "–"; reason: string;
};

/** The runs, the best first; `more` are not shown, and `candidates` may belong to the item too. */
export type RunsPart = {
  metrics: string[]; params: string[]; runs: RunShown[]; more?: number; candidates?: number; part: "runs";
};

/**
 * A row of the table, with a text for each of its metrics and params. `stands` says how all success criteria together stand
 * by it, or its status where it has not finished; it is empty, and `verdict` None, for a run that they are not judged by.
 * `repeats` are the runs that its values are the median of.
 */
export type RunShown = {
  name: string; stands: string; metrics: string[]; params: string[]; commit: string; repeats: number; why: string;
  verdict: "not met" | "not measured" | "unclear" | "not comparable" | "within noise" | "met once" | "met" | null;
};

/** Items under a heading, each to be shown in its turn. */
export type WorkPart = { heading: string; rows: WorkRow[]; part: "work" };

/** The way from notebook to monitoring; `nothing` says why there is no step. */
export type JourneyPart = { steps: StepShown[]; nothing?: string; part: "journey" };

/** A step of the journey with its first files, tags and commits; `more` says what is not shown. */
export type StepShown = {
  name: string; amount: string; files: string[]; tags: string[]; commits: CommitShown[]; more: string;
};

/** A commit, by the first characters of its hash. */
export type CommitShown = { hash: string; subject: string; author: string; day: string };

/** What happened, the latest first, and what follows from it. */
export type LogPart = { events: EventShown[]; figures: string[]; part: "log" };

/** One thing that happened; the day is empty for what is not committed. */
export type EventShown = { day: string; who: string; text: string };

/** There is no such item any more. */
export type GonePart = { words: string; part: "gone" };

/** The parts of each page. */
export type Pages = {
  board: TrackPart | CardPart;
  flow: FlowPart;
  learnings: DecidedPart;
  models: LanePart | VersionPart;
  now: NeedPart;
  sprint: SprintPart;
};

/** The parts of the item beside the page. */
export type ItemPart =
  HeadPart | AboutPart | FindingsPart | CriteriaPart | HistoryPart | DonePart | RunsPart | WorkPart | JourneyPart | LogPart | GonePart;

export const pageNames = ["board", "flow", "learnings", "models", "now", "sprint"] as const;
export const filterNames = ["track", "role", "type", "assignee", "label", "sprint", "model", "needs", "text"] as const;
