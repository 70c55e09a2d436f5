// What the tab knows: what it was told to show, and the parts that the server has sent of it.

import { signalOf } from "./signal";
import type { ChoicesRequest, FilterPart, FolderPart, ItemPart, Pages, TabChanged, TabRequest } from "./messages";

export type PageName = keyof Pages;
/** How the server is, and why it is not there. */
export type Phase = { is: "starting" | "running" | "stopped" | "noPython"; why: string };
/** The parts of a page by key. In front of each key stands the URI of its folder, then a line end. */
export type Parts<Name extends PageName> = ReadonlyMap<string, Pages[Name]>;
/** What is asked for, and what else is kept across reloads: how the lanes of the board are made, and the items that were shown
 *  one after the other, the last of them now. */
export type View = Omit<TabRequest, "item"> & { page: PageName; lanes: string; trail: string[] };
type Part = Pages[PageName] | FilterPart | FolderPart;

declare function acquireVsCodeApi(): { postMessage(message: object): void; getState(): unknown; setState(state: View): void };
const host = acquireVsCodeApi();

const kept = host.getState() as Partial<View> | undefined;
export const view = signalOf<View>({ page: "board", filters: {}, date: "", lanes: "track", trail: [], ...kept });
export const phase = signalOf<Phase>({ is: "starting", why: "" });
export const parts = signalOf<ReadonlyMap<string, Part>>(new Map());
/** The parts of the item beside the page; in front of each key stand `item` and its id. */
export const itemParts = signalOf<ReadonlyMap<string, ItemPart>>(new Map());
/** Whether the parts are those of the view, or still of the one before. */
export const isCurrent = signalOf(false);

export function show(changed: Partial<View>): void {
  if (changed.page && changed.page !== view.value.page) isCurrent.set(false); // what there is belongs to another page
  view.set({ ...view.value, ...changed });
  host.setState(view.value);
  ask();
}

/** Asks for something to choose from, which VS Code shows. */
export function choose(request: string, ids: string[] = [], onto: string | null = null): void {
  host.postMessage({ choose: { request, ids, onto } satisfies ChoicesRequest });
}

/** Runs a command of VS Code, by the end of its name. */
export function run(command: "restart" | "selectInterpreter" | "showLog"): void {
  host.postMessage({ run: command });
}

export function ask(): void {
  host.postMessage({ show: shown() });
}

/** Copies a link to what is shown. */
export function copyLink(): void {
  host.postMessage({ copy: shown() });
}

function shown(): TabRequest {
  const { page, filters, date, trail } = view.value;
  return { page, filters, date, item: trail.at(-1) ?? "" };
}

window.addEventListener("message", ({ data }: MessageEvent<Partial<TabChanged> & { phase?: Phase; view?: Partial<View> }>) => {
  if (data.view) show({ ...data.view, trail: [] });
  if (data.phase) {
    const isUp = data.phase.is === "running" && phase.value.is !== "running";
    phase.set(data.phase);
    if (isUp) ask(); // a server that was started anew has shown nothing yet
  }
  if (!data.set || data.page !== view.value.page) return;
  const changes = Object.entries(data.set);
  take(parts, changes.filter(([key]) => !isOfItem(key)), data, (data.removed ?? []).filter((key) => !isOfItem(key)));
  take(itemParts, changes.filter(([key]) => isOfItem(key)), data, (data.removed ?? []).filter(isOfItem));
  isCurrent.set(true);
});

const isOfItem = (key: string): boolean => key.startsWith("item\n");

/** Parts that stay as they are stay the same map, so that a page is not drawn anew for the item beside it. */
function take<P>(held: { value: ReadonlyMap<string, P>; set(value: ReadonlyMap<string, P>): void }, changes: [string, unknown][], { isNew }: Partial<TabChanged>, removed: string[]): void {
  if (!isNew && changes.length === 0 && removed.length === 0) return;
  const now = new Map(isNew ? [] : held.value);
  for (const key of removed) now.delete(key);
  for (const [key, part] of changes) now.set(key, part as P);
  held.set(now);
}
