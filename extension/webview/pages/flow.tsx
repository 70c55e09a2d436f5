// The page Flow: how work went through the board up to a day.

import { useRef } from "preact/hooks";
import { Bars, bound, Chart, Stacked, xOf, yOf } from "../chart";
import { ItemTitle } from "../item-link";
import type { CycleTimes, Flow, FlowPart, PhaseCounts } from "../messages";
import { type Parts, show } from "../store";
import { days as daysOf, items, t } from "../texts";

const day = 86_400_000;
const phases: Record<PhaseCounts["phase"], string> = { done: t("done"), active: t("in progress"), waiting: t("waiting"), dropped: t("dropped") };
const tones = ["tone-1", "tone-2", "tone-3", "tone-4", "tone-5"];

export function FlowPage({ parts }: { parts: Parts<"flow"> }) {
  return <div class="page">{[...parts].map(([key, part]) => <FlowOf key={key} folder={key.slice(0, key.lastIndexOf("\n"))} {...part} />)}</div>;
}

function FlowOf({ folder, flow, phases: counted }: { folder: string } & FlowPart) {
  const { dates = [], weeks = [] } = flow;
  const tracks = [...new Set(counted.map(({ track }) => track))];
  return (
    <>
      <DaySlider flow={flow} />
      {(flow.unknown ?? []).map((why) => <p key={why} class="reason">{why}.</p>)}
      {dates.length === 0 && <p class="standing">{t("Nothing is known of the past: the board is read from the commits that changed its files.")}</p>}
      <div class="charts">
        {tracks.map((track) => <Stacked key={track} title={t("Items of {0}", track)} dates={dates} lines={counted.filter((each) => each.track === track).map(({ phase, counts }) => ({ name: phases[phase], tone: phase, values: counts }))} />)}
        {(flow.cycleTimes ?? []).filter(({ days }) => days.length > 0).map((times) => <Cycle key={times.track} times={times} flow={flow} />)}
        {weeks.length > 0 && <Bars title={t("Done by week")} dates={weeks} lines={(flow.done ?? []).map(({ track, counts }, at) => ({ name: track, tone: tones[at % tones.length] ?? "", values: counts }))} />}
        {weeks.length > 0 && <Bars title={t("Learned and deployed by week")} dates={weeks} lines={[{ name: t("learnings"), tone: "tone-1", values: flow.learnings ?? [] }, { name: t("deployments"), tone: "tone-2", values: flow.deployments ?? [] }]} />}
      </div>
      <div class="charts">
        <Ages folder={folder} flow={flow} />
        <Measured title={t("Blocked")} rows={(flow.blocked ?? []).map(({ kind, days, items: count, now }) => ({ name: kind || t("no kind"), size: days, words: [daysOf(days), items(count), now.length > 0 && t("now {0}", now.join(", "))].filter(Boolean).join(", ") }))} />
        <Measured title={t("In progress by person")} rows={(flow.workload ?? []).map(({ person, allActive, blocked, waiting, usual }) => {
          return { name: person, size: allActive, words: [`${allActive}`, usual === null ? "" : t("usually {0}", usual), blocked ? t("{0} blocked", blocked) : "", t("{0} waiting", waiting)].filter(Boolean).join(", ") };
        })} />
        <Measured title={t("Share of the work")} rows={(flow.shares ?? []).map(({ track, activePercent, done }) => ({ name: track, size: activePercent ?? 0, words: t("{0} % of the days in progress, {1} done", activePercent ?? 0, done) }))} />
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
        {t("As of")} <b>{flow.date}</b>{" "}
        <input type="range" min={0} max={last} value={at} aria-valuetext={flow.date} disabled={last <= 0}
          onInput={({ currentTarget: { valueAsNumber } }) => {
            clearTimeout(timer.current);
            timer.current = window.setTimeout(() => {
              show({ date: valueAsNumber >= last ? "" : new Date(first + valueAsNumber * day).toISOString().slice(0, 10) });
            }, 60);
          }} />
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
  const summary = [...lines].map(([value, of]) => t(value === 1 ? "{0} % took at most {1} day" : "{0} % took at most {1} days", of, value)).join(", ");
  const rows = closed.map((date, at): [string, string] => [labels[at] ?? "", `${daysOf(days[at] ?? 0)}, ${t("closed {0}", date)}`]);
  return (
    <Chart title={t("Cycle time of {0}, days", track)} dates={[flow.since, flow.date]} most={most} summary={summary} columns={[]} rows={rows}>
      {[...lines].map(([value, of]) => (
        <g key={value}>
          <line class="mark" x1={xOf(0, 2)} x2={xOf(1, 2)} y1={yOf(value, most)} y2={yOf(value, most)} />
          <text x={xOf(1, 2)} y={yOf(value, most) - 3} text-anchor="end">{t("{0} %: {1} d", of, value)}</text>
        </g>
      ))}
      {closed.map((date, at) => {
        const x = Math.round((Date.parse(date) - start) / day);
        return <circle key={`${date} ${labels[at] ?? ""}`} class="dot tone-1" r="3.5" cx={xOf(x, span + 1)} cy={yOf(days[at] ?? 0, most)}><title>{rows[at]?.join(": ")}</title></circle>;
      })}
    </Chart>
  );
}

function Ages({ folder, flow: { ageing = [] } }: { folder: string; flow: Flow }) {
  const most = Math.max(1, ...ageing.map(({ days }) => days));
  if (ageing.length === 0) return null;
  return (
    <section class="measured">
      <h2>{t("In progress, oldest first")}</h2>
      {ageing.slice(0, 20).map(({ key, label, status, days, isOld, atLeast, blocked }) => (
        <div key={key} class="measure">
          <ItemTitle id={`${folder}\n${key}`} label={label} />
          <progress max={most} value={days} class={isOld ? "old" : ""} aria-label={t("{0}: days in progress", label)} />
          <span class={isOld ? "warn" : "reason"}>{[t(atLeast ? "≥ {0} d" : "{0} d", days), status, blocked && t("blocked: {0}", blocked), isOld && t("longer than 85 %")].filter(Boolean).join(" · ")}</span>
        </div>
      ))}
      {ageing.length > 20 && <p class="reason">{t("and {0} more", ageing.length - 20)}</p>}
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
  const median = typeof toProductionDays === "number" && t("{0} (median)", daysOf(toProductionDays));
  return (
    <section class="measured">
      <h2>{[t("From research to production"), median].filter(Boolean).join(": ")}</h2>
      {toProduction.map(({ experiment, model, deployed: on, days }) => <p key={`${experiment} ${model}`}>{experiment} <span class="reason">{[t("in {0} on {1}", model, on), days !== null && t(days === 1 ? "{0} day after its decision" : "{0} days after its decision", days)].filter(Boolean).join(", ")}</span></p>)}
      {deployed.map(({ key, label, day: on, saidBy }) => (
        <p key={key}><ItemTitle id={`${folder}\n${key}`} label={label} /> <span class="reason">{t("deployed {0} ({1})", on, saidBy)}</span></p>
      ))}
    </section>
  );
}
