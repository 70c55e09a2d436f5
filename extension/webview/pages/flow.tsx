// The page Flow: how work went through the board up to a day.

import { useRef } from "preact/hooks";
import { Bars, bound, Chart, type Line, Stacked, xOf, yOf } from "../chart";
import type { CycleTimes, Flow } from "../messages";
import { choose, type Parts, show } from "../store";

const day = 86_400_000;
const phases = [["done", "done"], ["active", "active"], ["waiting", "waiting"], ["dropped", "dropped"]] as const;
const tones = ["tone-1", "tone-2", "tone-3", "tone-4", "tone-5"];

export function FlowPage({ parts }: { parts: Parts<"flow"> }) {
  return <div class="page">{[...parts].map(([key, part]) => <FlowOf key={key} folder={key.slice(0, key.lastIndexOf("\n"))} flow={part.flow} />)}</div>;
}

function FlowOf({ folder, flow }: { folder: string; flow: Flow }) {
  const { dates = [], bands = [], weeks = [] } = flow;
  const tracks = [...new Set(bands.map(({ track }) => track))];
  return (
    <>
      <DaySlider flow={flow} />
      {(flow.unknown ?? []).map((why) => <p key={why} class="reason">{why}.</p>)}
      {dates.length === 0 && <p class="standing">Nothing is known of the past: the board is read from the commits that changed its files.</p>}
      <div class="charts">
        {tracks.map((track) => <Stacked key={track} title={`Items of ${track}`} dates={dates} lines={phaseLines(flow, track)} />)}
        {(flow.cycleTimes ?? []).filter(({ days }) => days.length > 0).map((times) => <Cycle key={times.track} times={times} flow={flow} />)}
        {weeks.length > 0 && <Bars title="Done by week" dates={weeks} lines={(flow.done ?? []).map(({ track, counts }, at) => ({ name: track, tone: tones[at % tones.length] ?? "", values: counts }))} />}
        {weeks.length > 0 && <Bars title="Learned and deployed by week" dates={weeks} lines={[{ name: "learnings", tone: "tone-1", values: flow.learnings ?? [] }, { name: "deployments", tone: "tone-2", values: flow.deployments ?? [] }]} />}
      </div>
      <div class="charts">
        <Ages folder={folder} flow={flow} />
        <Measured title="Blocked" rows={(flow.blocked ?? []).map(({ kind, days, items, now }) => ({ name: kind || "no kind", size: days, words: `${plural(days, "day")}, ${plural(items, "item")}${now.length > 0 ? `, now ${now.join(", ")}` : ""}` }))} />
        <Measured title="In progress by person" rows={(flow.workload ?? []).map(({ person, active, blocked, waiting, usual }) => {
          const size = active.reduce((sum, [, count]) => sum + Number(count), 0);
          return { name: person, size, words: [`${size}`, usual === null ? "" : `usually ${usual}`, blocked ? `${blocked} blocked` : "", `${waiting} waiting`].filter(Boolean).join(", ") };
        })} />
        <Measured title="Share of the work" rows={(flow.shares ?? []).map(({ track, activePercent, done }) => ({ name: track, size: activePercent ?? 0, words: `${activePercent ?? 0} % of the days in progress, ${done} done` }))} />
        <Production folder={folder} flow={flow} />
      </div>
    </>
  );
}

function DaySlider({ flow }: { flow: Flow }) {
  const timer = useRef(0);
  const first = Date.parse(flow.first);
  const last = Math.round((Date.parse(flow.last) - first) / day);
  const at = Math.round((Date.parse(flow.date) - first) / day);
  return (
    <div class="slider">
      <label>
        As of <b>{flow.date}</b>{" "}
        <input type="range" min={0} max={last} value={at} aria-valuetext={flow.date} disabled={last <= 0}
          onInput={({ currentTarget: { valueAsNumber } }) => {
            clearTimeout(timer.current);
            timer.current = window.setTimeout(() => {
              show({ date: valueAsNumber >= last ? "" : new Date(first + valueAsNumber * day).toISOString().slice(0, 10) });
            }, 60);
          }} />
      </label>
      <span class="reason">counted since {flow.since}</span>
    </div>
  );
}

function phaseLines({ bands = [], dates = [] }: Flow, track: string): Line[] {
  const own = bands.filter((band) => band.track === track);
  return phases.flatMap(([phase, tone]) => {
    const held = own.filter((band) => band.phase === phase);
    const values = dates.map((_, at) => held.reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0));
    return held.length > 0 ? [{ name: phase === "active" ? "in progress" : phase, tone, values }] : [];
  });
}

function Cycle({ times: { track, closed, days, labels, p50, p85, p95 }, flow }: { times: CycleTimes; flow: Flow }) {
  const start = Date.parse(flow.since);
  const span = Math.max(1, Math.round((Date.parse(flow.date) - start) / day));
  const most = bound(Math.max(1, ...days) * 1.1);
  const lines = new Map<number, string>();
  for (const [of, value] of [["50", p50], ["85", p85], ["95", p95]] as const) if (value !== null) lines.set(value, [lines.get(value), of].filter(Boolean).join(", "));
  const summary = [...lines].map(([value, of]) => `${of} % took at most ${plural(value, "day")}`).join(", ");
  const rows = closed.map((date, at): [string, string] => [labels[at] ?? "", `${plural(days[at] ?? 0, "day")}, closed ${date}`]);
  return (
    <Chart title={`Cycle time of ${track}, days`} dates={[flow.since, flow.date]} most={most} summary={summary} columns={[]} rows={rows}>
      {[...lines].map(([value, of]) => (
        <g key={value}>
          <line class="mark" x1={xOf(0, 2)} x2={xOf(1, 2)} y1={yOf(value, most)} y2={yOf(value, most)} />
          <text x={xOf(1, 2)} y={yOf(value, most) - 3} text-anchor="end">{of} %: {value} d</text>
        </g>
      ))}
      {closed.map((date, at) => {
        const x = Math.round((Date.parse(date) - start) / day);
        return <circle key={`${date} ${labels[at] ?? ""}`} class="dot tone-1" r="3.5" cx={xOf(x, span + 1)} cy={yOf(days[at] ?? 0, most)}><title>{`${labels[at] ?? ""}: ${plural(days[at] ?? 0, "day")}, closed ${date}`}</title></circle>;
      })}
    </Chart>
  );
}

function Ages({ folder, flow: { ageing = [] } }: { folder: string; flow: Flow }) {
  const most = Math.max(1, ...ageing.map(({ days }) => days));
  if (ageing.length === 0) return null;
  return (
    <section class="measured">
      <h2>In progress, oldest first</h2>
      {ageing.slice(0, 20).map(({ key, label, status, days, isOld, atLeast, blocked }) => (
        <div key={key} class="measure">
          <button class="title" title="Open File" onClick={() => { choose("open", [`${folder}\n${key}`]); }}>{label}</button>
          <progress max={most} value={days} class={isOld ? "old" : ""} aria-label={`${label}: days in progress`} />
          <span class={isOld ? "warn" : "reason"}>{atLeast ? "≥ " : ""}{days} d · {status}{blocked ? ` · blocked: ${blocked}` : ""}{isOld ? " · longer than 85 %" : ""}</span>
        </div>
      ))}
      {ageing.length > 20 && <p class="reason">and {ageing.length - 20} more</p>}
    </section>
  );
}

function Measured({ title, rows }: { title: string; rows: { name: string; size: number; words: string }[] }) {
  const most = Math.max(1, ...rows.map(({ size }) => size));
  if (rows.length === 0) return null;
  return (
    <section class="measured">
      <h2>{title}</h2>
      {rows.map(({ name, size, words }) => (
        <div key={name} class="measure">
          <span class="name">{name}</span>
          <progress max={most} value={size} aria-label={`${title}: ${name}`} />
          <span class="reason">{words}</span>
        </div>
      ))}
    </section>
  );
}

function Production({ folder, flow: { deployed = [], toProduction = [], toProductionDays } }: { folder: string; flow: Flow }) {
  if (deployed.length === 0 && toProduction.length === 0) return null;
  const median = toProductionDays === null || toProductionDays === undefined ? "" : `: ${plural(toProductionDays, "day")} (median)`;
  return (
    <section class="measured">
      <h2>From research to production{median}</h2>
      {toProduction.map(({ experiment, model, deployed: on, days }) => <p key={`${experiment} ${model}`}>{experiment} <span class="reason">in {model} on {on}{days === null ? "" : `, ${plural(days, "day")} after its decision`}</span></p>)}
      {deployed.map(({ key, label, day: on, saidBy }) => (
        <p key={key}><button class="title" title="Open File" onClick={() => { choose("open", [`${folder}\n${key}`]); }}>{label}</button> <span class="reason">deployed {on} ({saidBy})</span></p>
      ))}
    </section>
  );
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
