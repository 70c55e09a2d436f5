// The way to the page of an item and back again. The focus goes with it.

import { show, view } from "./store";

/** Where the focus was when the page was opened, and whether it is to go into the page that is drawn next. */
let opener: HTMLElement | undefined;
let goesIn = false;

/** From inside the page of another item one can come back to that. */
export function showItem(id: string): void {
  const from = document.activeElement;
  const isInside = Boolean(from?.closest("#item"));
  if (!isInside && from instanceof HTMLElement) opener = from;
  const { trail } = view.value;
  if (trail.at(-1) !== id) show({ trail: isInside ? [...trail, id] : [id] });
  goesIn = true;
  setTimeout(enter);
}

/** The focus goes into the page, if somebody has asked for it; after a reload it stays where it is. */
export function enter(): void {
  const page = document.getElementById("item");
  if (!goesIn || !page) return;
  goesIn = false;
  page.focus();
  page.scrollTop = 0;
}

export function back(): void {
  const { trail } = view.value;
  if (trail.length < 2) {
    close();
    return;
  }
  show({ trail: trail.slice(0, -1) });
  goesIn = true;
  setTimeout(enter);
}

export function close(): void {
  const id = view.value.trail[0] ?? "";
  show({ trail: [] });
  // What opened it may have been drawn anew, and on a narrow screen it cannot have the focus before it is seen again.
  setTimeout(() => {
    const links = [...document.querySelectorAll<HTMLElement>("[data-item]")];
    const to = opener?.isConnected ? opener : links.find((each) => each.dataset["item"] === id);
    (to ?? document.querySelector<HTMLElement>("[role=tab][aria-selected=true]"))?.focus();
  });
}

/** The name of an item, which leads to its page. */
export function ItemTitle({ id, label }: { id: string; label: string }) {
  return <button class="title" data-item={id} onClick={() => { showItem(id); }}>{label}</button>;
}

window.addEventListener("message", ({ data }: MessageEvent<{ item?: string }>) => {
  if (data.item) showItem(data.item);
});
