// How cards are moved: by dragging, and by the keyboard. What a move asks for is shown by VS Code.

import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { showItem } from "../item-link";
import { signalOf } from "../signal";
import { choose, parts } from "../store";
import { t } from "../texts";

/** A column in a lane, of which there may be several. */
interface Place {
  onto: string;
  lane: string;
}

/** The card that is being moved by keyboard or mouse, where it would drop, and what a screen reader says. */
export const carried = signalOf<(Place & { id: string; words: string }) | undefined>(undefined);
export const isTarget = (moving: typeof carried.value, { onto, lane }: Place): typeof carried.value => (moving?.onto === onto && moving.lane === lane ? moving : undefined);

/** Leaves the card where it was. */
export function letGo(): void {
  carried.set(undefined);
}

export function letGoOfLost(): void {
  if (carried.value && !parts.value.has(carried.value.id)) letGo();
}

export function cardSource(element: HTMLElement, card: { id: string; lane: string }): () => void {
  return draggable({ element, getInitialData: () => card });
}

/** Only the columns of its own lane take a card: it moves between the statuses of its track, and nothing else of it changes. */
export function columnTarget(element: HTMLElement, { onto, lane }: Place): () => void {
  return combine(
    dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data["lane"] === lane,
      onDragEnter: ({ source }) => { carried.set({ id: String(source.data["id"]), onto, lane, words: "" }); },
      onDragLeave: letGo,
      onDrop: ({ source }) => {
        letGo();
        choose("move", [String(source.data["id"])], onto);
      },
    }),
  );
}

/** Arrows go from card to card, Home and End to the first and the last of the column; Enter shows the item. Space picks a card up,
 *  arrows choose the column, Enter drops it, Escape leaves it where it was. */
export function onKey(event: KeyboardEvent): void {
  const card = event.target instanceof HTMLElement && event.target.matches("[data-card]") ? event.target : undefined;
  const column = card?.closest<HTMLElement>("[data-column]");
  if (!card || !column) return;
  const id = card.dataset["card"] ?? "";
  const moving = carried.value;
  const act = moving ? whileCarried(event.key, card, moving) : whileFocused(event, card, column, id);
  if (!act) return;
  event.preventDefault();
  act();
}

type Act = (() => void) | undefined;

function whileCarried(key: string, card: HTMLElement, { id, onto }: { id: string; onto: string }): Act {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step) {
    const columns = [...(card.closest(".columns")?.querySelectorAll<HTMLElement>("[data-column]") ?? [])];
    const next = columns[columns.findIndex((each) => each.dataset["column"] === onto) + step];
    return () => { if (next) carry(id, next); };
  }
  if (key === "Escape") return letGo;
  if (key !== "Enter" && key !== " ") return undefined;
  return () => {
    letGo();
    choose("move", [id], onto);
  };
}

/** What a column says when the card comes to it, and what is asked for first; nothing for where it is. */
export function afterDrop(id: string, onto: string): string {
  const at = onto.lastIndexOf("\n");
  const [card, track] = [parts.value.get(id), parts.value.get(onto.slice(0, at))];
  if (card?.part !== "card" || track?.part !== "track" || card.column === onto.slice(at + 1)) return "";
  const column = track.columns.find(({ status }) => status === onto.slice(at + 1));
  return column?.[card.drops] ?? "";
}

function carry(id: string, column: HTMLElement): void {
  const onto = column.dataset["column"] ?? "";
  const words = [column.dataset["status"], afterDrop(id, onto), t("Enter drops, Escape cancels")].filter(Boolean).join(", ");
  carried.set({ id, onto, lane: column.dataset["lane"] ?? "", words: t("Move to {0}", words) });
  column.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function whileFocused({ key }: KeyboardEvent, card: HTMLElement, column: HTMLElement, id: string): Act {
  const isHere = card.dataset["movable"] === "true";
  switch (key) {
    case " ":
      return () => { if (isHere) carry(id, column); };
    case "Enter":
      return () => { if (card.dataset["item"]) showItem(id); };
    case "ArrowUp":
    case "ArrowDown":
      return () => { focus(beside(card, key === "ArrowDown" ? 1 : -1)); };
    case "Home":
    case "End":
      return () => { focus(cardsOf(column).at(key === "Home" ? 0 : -1)); };
    case "ArrowLeft":
    case "ArrowRight":
      return () => { focus(across(card, column, key === "ArrowRight" ? 1 : -1)); };
    default:
      return undefined;
  }
}

/** The card above or below, in the next lane where the column ends. */
function beside(card: HTMLElement, step: number): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>("[data-card]")];
  return all[all.indexOf(card) + step];
}

/** The card at the same place of the next column that has any. */
function across(card: HTMLElement, column: HTMLElement, step: number): HTMLElement | undefined {
  const columns = [...(column.closest(".columns")?.querySelectorAll<HTMLElement>("[data-column]") ?? [])];
  const at = cardsOf(column).indexOf(card);
  for (let next = columns.indexOf(column) + step; columns[next]; next += step) {
    const cards = cardsOf(columns[next]);
    if (cards.length > 0) return cards[Math.min(at, cards.length - 1)];
  }
  return undefined;
}

function cardsOf(column: HTMLElement | undefined): HTMLElement[] {
  return [...(column?.querySelectorAll<HTMLElement>("[data-card]") ?? [])];
}

function focus(card: HTMLElement | undefined): void {
  card?.focus();
}

/** The card that has the focus. It keeps it when it is drawn elsewhere, in the column that it has come to. */
let focused = "";
export const hasFocus = (id: string): boolean => id === focused;

export function onFocus({ target }: FocusEvent): void {
  focused = (target instanceof HTMLElement && target.dataset["card"]) || "";
  if (focused && target instanceof HTMLElement) stopAt(target);
}

/** Tab stops once at the board: at the card that had the focus last, else at the first. Arrows lead to the others. */
export function keepStop(): void {
  const stop = document.querySelector<HTMLElement>("[data-card][tabindex='0']") ?? document.querySelector<HTMLElement>("[data-card]");
  if (stop) stopAt(stop);
}

function stopAt(card: HTMLElement): void {
  for (const before of document.querySelectorAll<HTMLElement>("[data-card][tabindex='0']")) before.tabIndex = -1;
  card.tabIndex = 0;
}

export function keepFocus(): void {
  if (!focused || document.activeElement !== document.body) return;
  focus([...document.querySelectorAll<HTMLElement>("[data-card]")].find((card) => card.dataset["card"] === focused));
}
