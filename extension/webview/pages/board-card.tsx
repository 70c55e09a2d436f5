// One card: what it is, who does it, how far it is, what evidence says.

import { useEffect, useRef } from "preact/hooks";
import type { Card, CardPart, VerdictChip } from "../messages";
import { showItem } from "../item-link";
import { choose, view } from "../store";
import { t } from "../texts";
import { cardSource } from "./board-moves";

const kinds: Record<Card["kind"], string> = {
  experiment: "M6 2h4M7 2v4L3 13h10L9 6V2M5 10h6",
  spike: "M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8M10 10l4 4",
  task: "M3 3h10v10H3zM5 8l2 2 4-4",
  data: "M3 4c0-3 10-3 10 0v8c0 3-10 3-10 0zM3 4c0 3 10 3 10 0M3 8c0 3 10 3 10 0",
};
/** The kind of a card and its state, as they are read out. */
const names: Record<Card["kind"], string> = { experiment: t("experiment"), spike: t("spike"), task: t("task"), data: t("data") };
const states: Record<Card["state"], string> = {
  waiting: t("not started"),
  active: t("in progress"),
  decide: t("needs a decision"),
  overdue: t("overdue"),
  blocked: t("blocked"),
  done: t("done"),
  dropped: t("dropped"),
};

export function CardView({ id, part }: { id: string; part: CardPart }) {
  const { card, note } = part;
  const element = useRef<HTMLElement>(null);
  const isOpen = card.phase !== "done" && card.phase !== "dropped";
  const canMove = !card.onlyOn && (card.actions ?? []).includes("move");
  useEffect(() => (element.current && canMove ? cardSource(element.current, id) : undefined), [id, canMove]);
  const marks = [
    card.blocked && isOpen && <span class="bad">{t("blocked: {0}", card.blocked.kind || card.blocked.reason || t("no reason given"))}</span>,
    card.needsDecision && <span class="warn">{t("needs a decision")}</span>,
    note && <span>{note}</span>,
    card.running && <span>{t(card.running === 1 ? "{0} run in progress" : "{0} runs in progress", card.running)}</span>,
    card.due && isOpen && <span class={card.state === "overdue" ? "bad" : ""}>{t("due {0}", card.due)}</span>,
    ...(card.otherBranches ?? []).map(({ branch, status }) => <span key={branch}>{t("{0} on {1}", status, branch)}</span>),
  ].filter(Boolean);
  const isShown = [id, id.split("\n")[1]].includes(view.use().trail.at(-1)); // a link says the second alone
  const days = isOpen && card.phase === "active" ? card.timebox?.standing : "";
  const verdicts = (part.verdicts ?? []).map(({ text, verdict }) => `${text} ${verdict}`);
  const label = [names[card.kind], card.id, card.title, states[card.state], note, days, ...verdicts, ...(card.people ?? [])].filter(Boolean).join(", ");
  const menu = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    if (!card.onlyOn) choose("menu", [id]);
  };
  return (
    <article
      ref={element}
      class={isShown ? `card ${card.state} shown` : `card ${card.state}`}
      tabIndex={-1}
      data-card={id}
      data-item={card.onlyOn ? undefined : id}
      data-movable={canMove}
      aria-label={label}
      aria-current={isShown}
      onClick={() => { if (!card.onlyOn) showItem(id); }}
      onContextMenu={menu}
    >
      <div class="top">
        <svg viewBox="0 0 16 16" aria-hidden="true"><path d={kinds[card.kind]} /></svg>
        <span class="id">{card.id}</span>
        {card.points && <span class="points">{t("{0} pt", card.points)}</span>}
        <span class="people">{(card.people ?? []).join(", ")}</span>
        <button tabIndex={-1} aria-label={t("Actions for {0}", card.id || card.title)} onClick={menu}>⋯</button>
      </div>
      <div class="title">{card.title}</div>
      {card.timebox && isOpen && card.phase === "active" && <Timebox timebox={card.timebox} />}
      {(part.verdicts ?? []).map((chip) => <Verdict key={chip.text} chip={chip} />)}
      {card.dodTotal && isOpen ? <Dod closed={card.dodClosed ?? 0} proven={card.dodProven ?? 0} total={card.dodTotal} /> : null}
      {marks.length > 0 && <div class="marks">{marks}</div>}
    </article>
  );
}

function Timebox({ timebox: { used, total, over, standing } }: { timebox: NonNullable<Card["timebox"]> }) {
  return (
    <div class={over > 0 ? "meter over" : "meter"}>
      <progress max={total} value={Math.min(used, total)} aria-label={t("Timebox")} />
      <span>{over > 0 ? standing : t(total === 1 ? "{0} of {1} day" : "{0} of {1} days", used, total)}</span>
    </div>
  );
}

function Verdict({ chip: { text, stands, verdict } }: { chip: VerdictChip }) {
  return <div class={`verdict ${verdict.replaceAll(" ", "-")}`}><b>{text}</b> {stands}</div>;
}

function Dod({ closed, proven, total }: { closed: number; proven: number; total: number }) {
  const words = [proven > 0 && t("{0} proven", proven), closed > proven && t("{0} ticked", closed - proven), total > closed && t("{0} open", total - closed)];
  const box = (at: number): string => (at < proven ? "proven" : at < closed ? "ticked" : "");
  const text = t("DoD {0}", words.filter(Boolean).join(", "));
  return (
    <div class="dod" title={text}>
      <span class="boxes" aria-hidden="true">{Array.from({ length: Math.min(total, 12) }, (_, at) => <i key={at} class={box(at)} />)}</span>
      <span>{text}</span>
    </div>
  );
}
