// The page Board: lanes of columns with cards. A lane is a track, or what of it belongs to a model, a sprint or a person.

import { memo } from "preact/compat";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CardPart, TrackColumn, TrackPart } from "../messages";
import { Nothing } from "../nothing";
import { choose, type Parts, show, view } from "../store";
import { t } from "../texts";
import { CardView } from "./board-card";
import { afterDrop, carried, columnTarget, hasFocus, isTarget, keepFocus, keepStop, letGo, letGoOfLost, onFocus, onKey } from "./board-moves";

/** What lanes can be made by: its name, what the lane of cards without any is called, and which values a card has. */
const kinds: Record<string, { name: string; none: string; of: (part: CardPart) => string[] }> = {
  track: { name: t("track"), none: "", of: () => [""] },
  model: { name: t("model"), none: t("no model"), of: ({ model }) => [model ?? ""] },
  sprint: { name: t("sprint"), none: t("no sprint"), of: ({ sprints }) => sprints ?? [] },
  person: { name: t("person"), none: t("no person"), of: ({ people }) => people ?? [] },
};

/** How many cards of a column are drawn at a time. */
const batch = 15;

interface Lane {
  key: string;
  title: string;
  isNone: boolean;
  track: TrackPart;
  trackKey: string;
  cards: Map<string, [string, CardPart][]>;
}

export function BoardPage({ parts }: { parts: Parts<"board"> }) {
  const { lanes: kind } = view.use();
  const lanes = useMemo(() => lanesOf(parts, kind), [parts, kind]);
  useLayoutEffect(keepFocus, [parts]);
  useLayoutEffect(keepStop);
  useLayoutEffect(letGoOfLost, [parts]);
  useLayoutEffect(() => letGo, [kind]);
  return (
    <div class="board" role="group" aria-label={t("Board")} aria-describedby="keys" onKeyDown={onKey} onFocusIn={onFocus}>
      <p id="keys" class="unseen">{t("Arrows, Home and End go from card to card. Enter shows the item, Space moves it, Shift and F10 opens its menu.")}</p>
      <div class="lanes-by">
        <label>
          {t("Lanes by")}{" "}
          <select value={kind} onChange={({ currentTarget: { value } }) => { show({ lanes: value }); }}>
            {Object.entries(kinds).map(([each, { name }]) => <option key={each} value={each}>{name}</option>)}
          </select>
        </label>
        <button class="quiet" onClick={() => { choose("newItem"); }}>{t("New Item…")}</button>
        <Said />
      </div>
      {lanes.map((lane) => <LaneView key={lane.key} lane={lane} />)}
      {lanes.length === 0 && <Nothing isNew>{t("There is no card yet.")}</Nothing>}
    </div>
  );
}

/** What a screen reader says of the card that is being moved. */
function Said() {
  return <span role="status" class="said">{carried.use()?.words}</span>;
}

function lanesOf(parts: Parts<"board">, kind: string): Lane[] {
  const tracks = new Map<string, TrackPart>();
  const lanes = new Map<string, Lane>();
  const cards: [string, CardPart][] = [];
  for (const [key, part] of parts) {
    if (part.part === "track") tracks.set(key, part);
    else cards.push([key, part]);
  }
  cards.sort(([, a], [, b]) => (a.order < b.order ? -1 : 1));
  for (const entry of cards) {
    const [key, part] = entry;
    const trackKey = `${key.slice(0, key.indexOf("\n"))}\n${part.track}`;
    const track = tracks.get(trackKey);
    const values = kinds[kind]?.of(part) ?? [""];
    for (const value of values.length > 0 ? values : [""]) {
      if (!track) continue;
      const id = `${value}\n${trackKey}`;
      const lane = lanes.get(id) ?? { key: id, title: value || (kinds[kind]?.none ?? ""), isNone: !value, track, trackKey, cards: new Map<string, [string, CardPart][]>() };
      lanes.set(id, lane);
      const column = lane.cards.get(part.column);
      if (column) column.push(entry);
      else lane.cards.set(part.column, [entry]);
    }
  }
  return [...lanes.values()].sort((a, b) => Number(a.isNone) - Number(b.isNone) || a.title.localeCompare(b.title) || a.track.order - b.track.order);
}

function LaneView({ lane: { key, title, track, trackKey, cards } }: { lane: Lane }) {
  const name = [title, track.board, track.name].filter(Boolean).join(" · ");
  return (
    <section class="lane" aria-label={name}>
      <h2>
        {name} <small>{title ? "" : track.badge}</small>
      </h2>
      <div class="columns">
        {track.columns.map((column) => (
          <ColumnView key={column.status} id={`${trackKey}\n${column.status}`} lane={key} column={column} cards={cards.get(column.status) ?? []} isWhole={!title} />
        ))}
      </div>
    </section>
  );
}

function ColumnView({ id, lane, column, cards, isWhole }: { id: string; lane: string; column: TrackColumn; cards: [string, CardPart][]; isWhole: boolean }) {
  const element = useRef<HTMLDivElement>(null);
  const [wanted, draw] = useState(batch);
  const drawn = Math.max(wanted, 1 + cards.findIndex(([key]) => hasFocus(key)));
  const target = isTarget(carried.use(), { onto: id, lane });
  useEffect(() => (element.current ? columnTarget(element.current, { onto: id, lane }) : undefined), [id, lane]);
  const badge = isWhole ? column.badge : cards.length > 0 ? String(cards.length) : "";
  const after = target ? afterDrop(target.id, id) : "";
  const classes = ["column", column.closed && "closed", column.overLimit && "over", target && "target"];
  return (
    <div ref={element} class={classes.filter(Boolean).join(" ")} data-column={id} data-lane={lane} data-status={column.status} role="group" aria-label={`${column.status} ${badge ?? ""}`}>
      <h3>
        {column.status} <span class="count">{after || [badge, column.overLimit].filter(Boolean).join(" ")}</span>
      </h3>
      <div class="cards">
        {cards.slice(0, drawn).map(([key, part]) => <MemoCard key={key} id={key} lane={lane} part={part} />)}
        {cards.length > drawn && <More count={cards.length - drawn} onWanted={() => { draw(drawn + batch); }} />}
      </div>
    </div>
  );
}

/** Stands for the cards that are not drawn yet, until the column is scrolled near it. */
function More({ count, onWanted }: { count: number; onWanted: () => void }) {
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!element.current) return undefined;
    const near = { root: element.current.parentElement, rootMargin: "600px" };
    const observer = new IntersectionObserver((seen) => { if (seen.some(({ isIntersecting }) => isIntersecting)) onWanted(); }, near);
    observer.observe(element.current);
    return () => { observer.disconnect(); };
  }, [count]);
  return <button ref={element} class="quiet" onClick={onWanted}>{t("{0} more", count)}</button>;
}

const MemoCard = memo(CardView);
