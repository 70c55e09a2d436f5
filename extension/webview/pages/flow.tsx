// The page Flow: how work went through the board up to a day.

import { apart, Bars, bound, Chart, Stacked, xOf, yOf } from "../chart";
import { ItemTitle } from "../item-link";
import type { CycleTimes, Flow, FlowList, FlowPart } from "../messages";
import { type Parts, show, view } from "../store";
import { days as daysOf, t } from "../texts";
import { useTyped } from "../typed";

const day = 86_400_000;
const tones = ["tone-1", "tone-2", "tone-3", "tone-4", "tone-5"];

export function FlowPage({ parts }: { parts: Parts<"flow"> }) {
  return <div class="page">{[...parts].map(([key, part]) => <FlowOf key={key} folder={key.slice(0, key.lastIndexOf("\n"))} {...part} />)}</div>;
}

function FlowOf({ folder, flow, phases, lists }: { folder: string } & FlowPart) {
  const { dates = [], weeks = [] } = flow;
  const tracks = [...new Set(phases.map(({ track }) => track))];
  return (
    <>
      {dates.length > 0 && <DaySlider flow={flow} />}
      {(flow.unknown ?? []).map((why) => <p key={why} class="reason">{why}.</p>)}
      {dates.length === 0 && <p class="standing">{t("Nothing is known of the past: the board is read from the commits that changed its files.")}</p>}
      <div class="charts">
        {tracks.map((track) => <Stacked key={track} title={t("Items of {0}", track)} dates={dates} lines={phases.filter((each) => each.track === track).map(({ phase, name, counts }) => ({ name, tone: phase, values: counts }))} />)}
        {(flow.cycleTimes ?? []).filter(({ days }) => days.length > 0).map((times) => <Cycle key={times.track} times={times} flow={flow} />)}
        <Bars title={t("Done by week")} dates={weeks} lines={(flow.done ?? []).map(({ track, counts }, at) => ({ name: track, tone: tones[at % tones.length] ?? "", values: counts }))} />
        <Bars title={t("Learned and deployed by week")} dates={weeks} lines={[{ name: t("learnings"), tone: "tone-1", values: flow.learnings ?? [] }, { name: t("deployments"), tone: "tone-2", values: flow.deployments ?? [] }]} />
      </div>
      <div class="lists">{lists.map((list) => <List key={list.title} folder={folder} list={list} />)}</div>
    </>
  );
}

function DaySlider({ flow }: { flow: Flow }) {
  const first = Date.parse(flow.first);
  const dayOf = (date: string): number => Math.round((Date.parse(date) - first) / day);
  const dateOf = (at: number): string => new Date(first + at * day).toISOString().slice(0, 10);
  const last = dayOf(flow.last);
  const [at, move] = useTyped(Math.max(0, dayOf(view.use().date || flow.last)), 60, (moved) => {
    show({ date: moved >= last ? "" : dateOf(moved) });
    return moved;
  });
  return (
    <div class="slider">
      <label>
        {t("As of")} <b>{flow.date}</b>{" "}
        <input type="range" min={0} max={last} value={at} aria-valuetext={dateOf(at)} disabled={last <= 0}
          onInput={({ currentTarget: { valueAsNumber } }) => { move(valueAsNumber); }} />
      </label>
      <span class="reason">{t("counted since {0}", flow.since)}</span>
    </div>
  );
}

function Cycle({ times: { track, closed, days, labels, p50, p85, p95 }, flow }: { times: CycleTimes; flow: Flow }) {
  const start = Date.parse(flow.since);
  const span = Math.max(1, Math.round((Date.parse(flow.date) - start) / day));
  const most = bound(Math.max(1, ...days) * 1.1);
  const lines = new Map<number, string>();
  for (const [of, value] of [["50", p50], ["85", p85], ["95", p95]] as const) if (value !== null) lines.set(value, [lines.get(value), of].filter(Boolean).join(", "));
  const summary = [...lines].map(([value, of]) => t(value === 1 ? "{0} % took at most {1} day" : "{0} % took at most {1} days", of, value)).join(", ") || days.map(daysOf).join(", ");
  const drawn = [...lines].sort(([a], [b]) => b - a);
  const texts = apart(drawn.map(([value]) => yOf(value, most)));
  const rows = closed.map((date, at): [string, string] => [labels[at] ?? "", `${daysOf(days[at] ?? 0)}, ${t("closed {0}", date)}`]);
  return (
    <Chart title={t("Cycle time of {0}, days", track)} dates={[flow.since, flow.date]} most={most} summary={summary} columns={[]} rows={rows}>
      {drawn.map(([value, of], at) => (
        <g key={value}>
          <line class="mark" x1={xOf(0, 2)} x2={xOf(1, 2)} y1={yOf(value, most)} y2={yOf(value, most)} />
          <text x={xOf(1, 2)} y={texts[at]} text-anchor="end">{t("{0} % within {1} d", of, value)}</text>
        </g>
      ))}
      {closed.map((date, at) => {
        const x = Math.round((Date.parse(date) - start) / day);
        return <circle key={`${date} ${labels[at] ?? ""}`} class="dot tone-1" r="3.5" cx={xOf(x, span + 1)} cy={yOf(days[at] ?? 0, most)}><title>{rows[at]?.join(": ")}</title></circle>;
      })}
    </Chart>
  );
}

/** The bars are for the eye: the words say the same. */
function List({ folder, list: { title, rows, more, most } }: { folder: string; list: FlowList }) {
  return (
    <section class="measured" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {rows.map(({ name, words, key, size, tone }) => (
          <li key={key ?? name} class={typeof size === "number" ? "measure" : ""}>
            {key ? <ItemTitle id={`${folder}\n${key}`} label={name} /> : <span class="name">{name}</span>}{" "}
            {typeof size === "number" && <progress max={most ?? 1} value={size} class={tone ?? ""} aria-hidden="true" />}
            <span class={tone ?? "reason"}>{words}</span>
          </li>
        ))}
      </ul>
      {more && <p class="reason">{more}</p>}
    </section>
  );
}
