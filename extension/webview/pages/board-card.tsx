// One card: what it is, who does it, how far it is, what evidence says.

import { useEffect, useRef } from "preact/hooks";
import type { CardPart } from "../messages";
import { showItem } from "../item-link";
import { choose, view } from "../store";
import { t } from "../texts";
import { Verdicts } from "../work";
import { cardSource } from "./board-moves";

const kinds: Record<CardPart["kind"], string> = {
  experiment: "M6 2h4M7 2v4L3 13h10L9 6V2M5 10h6",
  spike: "M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8M10 10l4 4",
  task: "M3 3h10v10H3zM5 8l2 2 4-4",
  data: "M3 4c0-3 10-3 10 0v8c0 3-10 3-10 0zM3 4c0 3 10 3 10 0M3 8c0 3 10 3 10 0",
};
export function CardView({ id, lane, part }: { id: string; lane: string; part: CardPart }) {
  const { title, kind, state, names, here, movable, people = [], timebox, boxes, verdicts = [], marks = [] } = part;
  const element = useRef<HTMLElement>(null);
  useEffect(() => (element.current && movable ? cardSource(element.current, { id, lane }) : undefined), [id, lane, movable]);
  const isShown = [id, id.split("\n")[1]].includes(view.use().trail.at(-1)); // a link says the second alone
  const told = [...verdicts.map(({ text, verdict }) => `${text} ${verdict}`), ...marks.map(({ text }) => text)];
  const label = [...new Set([names[0], part.id, title, ...names.slice(1), ...told, ...people])].filter(Boolean).join(", ");
  const menu = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    if (here) choose("menu", [id]);
  };
  return (
    <article
      ref={element}
      class={isShown ? `card ${state} shown` : `card ${state}`}
      tabIndex={-1}
      data-card={id}
      data-item={here ? id : undefined}
      data-movable={movable}
      aria-label={label}
      aria-current={isShown}
      onClick={() => { if (here) showItem(id); }}
      onContextMenu={menu}
    >
      <div class="top">
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d={kinds[kind]} /></svg>
        <span class="id">{part.id}</span>
        {part.points && <span class="points">{part.points}</span>}
        <span class="people">{people.join(", ")}</span>
        <button tabIndex={-1} aria-label={t("Actions for {0}", part.id || title)} onClick={menu}>⋯</button>
      </div>
      <div class="title">{title}</div>
      {timebox && <Timebox timebox={timebox} />}
      <Verdicts chips={verdicts} />
      {boxes && <Dod boxes={boxes} />}
      {marks.length > 0 && <div class="marks">{marks.map(({ text, tone }) => <span key={text} class={tone}>{text}</span>)}</div>}
    </article>
  );
}

function Timebox({ timebox: { used, total, isOver, text } }: { timebox: NonNullable<CardPart["timebox"]> }) {
  return (
    <div class={isOver ? "meter over" : "meter"}>
      <progress max={total} value={Math.min(used, total)} aria-label={t("Timebox")} />
      <span>{text}</span>
    </div>
  );
}

function Dod({ boxes: { proven, ticked, open, text } }: { boxes: NonNullable<CardPart["boxes"]> }) {
  const shown = [...Array<string>(proven).fill("proven"), ...Array<string>(ticked).fill("ticked"), ...Array<string>(open).fill("")];
  return (
    <div class="dod" title={text}>
      <span class="boxes" aria-hidden="true">{shown.slice(0, 12).map((box, at) => <i key={at} class={box} />)}</span>
      <span>{text}</span>
    </div>
  );
}
