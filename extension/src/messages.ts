// Generated from server/dualtrack/lsp/messages.py, which says what each is for: run pytest --update.

export const requests = ["start", "move", "decide", "extend", "extract", "block", "unblock", "assign", "link", "plan", "fill", "improve", "card"] as const;
export type TreeRow = {
  id: string; label: string; context: string; description: string; spoken: string; icon: string; color: string; path: string;
  line: number; collapsed: boolean; rows: string[];
};
export type BoardUpdate = {
  folder: string; state: "indexing" | "ready" | "empty"; attention: number; rows: TreeRow[]; cards: TreeRow[]; filter: string;
  branch: string;
};
export type Tick = { value: string; label: string; detail: string; picked: boolean };
export type Ask = { argument: string; prompt: string; value: string; pattern: string; invalid: string; ticks: Tick[] };
export type Choice = {
  label: string; description: string; status: string; command: string; arguments: Record<string, unknown>; then: Choice[];
  asks: Ask[];
};
export type ChoicesRequest = { request: string; ids: string[]; onto: string | null };
export type Choices = { title: string; choices: Choice[]; nothing: string };
export type PageRequest = { of: "card" | "commit" | "report" | "rule"; id: string; path: string };
export type PageLink = { id: string; label: string };
export type Options = { trusted: boolean; pages: boolean };
