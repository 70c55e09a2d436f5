// The page of an item, beside the page that it was opened from or, where there is little room, over it.

import { useEffect } from "preact/hooks";
import { back, close, enter } from "./item-link";
import { Section } from "./item-parts";
import type { HeadPart, ItemPart } from "./messages";
import { choose, itemParts, view } from "./store";
import { t } from "./texts";

const order: Record<ItemPart["part"], number> = { head: 0, gone: 1, about: 2, findings: 3, criteria: 4, history: 5, done: 6, runs: 7, work: 8, journey: 9, log: 10 };

export function ItemPage({ id }: { id: string }) {
  const prefix = `item\n${id}\n`;
  const own = [...itemParts.use()].filter(([key]) => key.startsWith(prefix)).map(([key, part]): [string, ItemPart] => [key.slice(prefix.length), part]);
  const head = own.map(([, part]) => part).find((part) => part.part === "head");
  const sections = own.filter(([, { part }]) => part !== "head").sort(([, a], [, b]) => order[a.part] - order[b.part]);
  useEffect(enter, [id]);
  return (
    <aside id="item" class="item" tabIndex={-1} aria-label={head ? `${head.id} ${head.title}`.trim() : t("Item")} aria-busy={own.length === 0} onKeyDown={onKey}>
      <div class="item-bar">
        {view.value.trail.length > 1 && <button class="icon" aria-label={t("Back")} title={t("Back (Backspace)")} onClick={back}>←</button>}
        <span class="item-id">{head?.id}</span>
        <span class="kind">{head?.kind}</span>
        <span class="spring" />
        {head && <button class="action" title={head.path} onClick={() => { choose("open", [id]); }}>{t("Open File")}</button>}
        {head && <button class="action" aria-label={t("All actions")} title={t("All actions")} onClick={() => { choose("menu", [id]); }}>⋯</button>}
        <button class="icon" aria-label={t("Close")} title={t("Close (Escape)")} onClick={close}>×</button>
      </div>
      {head && <Head id={id} head={head} />}
      {sections.map(([name, part]) => <Section key={name} id={id} part={part} />)}
    </aside>
  );
}

function onKey(event: KeyboardEvent): void {
  const act = { Escape: close, Backspace: back }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function Head({ id, head: { title, state, lines, next, offered, unknown } }: { id: string; head: HeadPart }) {
  return (
    <div class="item-head">
      <h2>{title}</h2>
      {lines.map(({ strong, text }, at) => (
        <p key={strong} class={at === 0 ? `stands ${state}` : "measured-line"}>
          {at === 0 && state && <i class={`dot-of ${state}`} aria-hidden="true" />}
          <b>{strong}</b>{text}
        </p>
      ))}
      {(next || offered) && (
        <div class={next ? "next" : "next bare"}>
          {next && <p><b>{t("Next")}</b> {next}</p>}
          <div class="offers">
            {(offered ?? []).map(({ name, title: request }) => <button key={name} class="action" onClick={() => { choose(name, [id]); }}>{request}</button>)}
          </div>
        </div>
      )}
      {(unknown ?? []).map((why) => <p key={why} class="reason">{why}.</p>)}
    </div>
  );
}
