// What the runs of an experiment reached, one after the other, beside what is asked for and the baseline.

import { apart, Chart, type Line, xOf, yOf } from "./chart";
import type { MetricHistory } from "./messages";
import { t } from "./texts";

export function History({ history: { metric, asked, bound, baseline, runs, best, bestShown } }: { history: MetricHistory }) {
  const values = runs.map(({ value }) => value);
  const marks: [string, number][] = [[t("asked {0}", asked), bound]];
  if (baseline !== null) marks.push([t("baseline {0}", Number(baseline.toPrecision(4))), baseline]);
  marks.sort(([, a], [, b]) => b - a);
  const all = [...values, ...marks.map(([, value]) => value)];
  const [low, top] = [Math.min(...all), Math.max(...all)];
  const room = (top - low) * 0.08 || Math.abs(top) * 0.1 || 1;
  const [least, most] = [low - room, top + room];
  const y = (value: number): number => yOf(value, most, least);
  const x = (at: number): number => xOf(at, runs.length);
  const summary = [t("{0} runs", runs.length), t("best {0}", bestShown), ...marks.map(([name]) => name)].filter(Boolean).join(", ");
  const rows = runs.map(({ run, day, shown, meets }): [string, string] => [run, [shown, meets && t("meets it"), day].filter(Boolean).join(", ")]);
  const legend: Line[] = [{ name: t("best so far"), tone: "tone-1", values: best }, { name: t("meets it"), tone: "tone-2", mark: "dot", values: [] }, { name: t("does not"), tone: "tone-1", mark: "ring", values: [] }];
  const texts = apart(marks.map(([, value]) => y(value)));
  return (
    <Chart title={t("{0}, run by run", metric)} hasLines dates={runs.map(({ day }) => day)} most={most} least={least} summary={summary} columns={legend} rows={rows}>
      {marks.map(([name, value], at) => (
        <g key={name}>
          <line class="mark" x1={xOf(0, 2)} x2={xOf(1, 2)} y1={y(value)} y2={y(value)} />
          <text x={xOf(1, 2)} y={texts[at]} text-anchor="end">{name}</text>
        </g>
      ))}
      <polyline class="line tone-1" points={best.flatMap((value, at) => [...(at > 0 ? [`${x(at)},${y(best[at - 1] ?? value)}`] : []), `${x(at)},${y(value)}`]).join(" ")} />
      {runs.map(({ value, meets }, at) => <circle key={at} class={meets ? "dot tone-2" : "ring tone-1"} r="3.5" cx={x(at)} cy={y(value)}><title>{rows[at]?.join(": ")}</title></circle>)}
    </Chart>
  );
}
