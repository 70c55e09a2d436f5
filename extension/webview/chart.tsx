// Charts as SVG in the colours of the theme, each with its numbers in a table for whoever reads rather than looks.

import type { ComponentChildren } from "preact";
import { t } from "./texts";

const width = 600;
const height = 190;
const left = 40;
const bottom = 20;
const top = 8;
/** Between two texts, of which one stands below the other. */
const lineHeight = 17;

/** A series of numbers, one for each of the dates of its chart; `tone` is a class of the style sheet. */
export interface Line {
  name: string;
  tone: string;
  values: number[];
  /** How the legend shows it where the chart has lines and this is none. */
  mark?: "dot" | "ring";
}

interface Frame {
  title: string;
  /** Whether the legend shows lines as they are drawn: colour alone does not tell everybody. */
  hasLines?: boolean;
  dates: string[];
  /** The ends of the upward axis; it begins at 0 unless it says otherwise. */
  most: number;
  least?: number;
  /** Where each of the weeks stands that end on the dates; without it these are days, from end to end. */
  weekAt?: (each: number) => number;
  /** What is read out instead of the drawing. */
  summary: string;
  columns: Line[];
  children: ComponentChildren;
  /** The rows of the table, where they are not numbers of the columns for each date. */
  rows?: [string, string][];
}

export const xOf = (at: number, count: number): number => left + (count > 1 ? (at / (count - 1)) * (width - left - 8) : (width - left) / 2);
export const yOf = (value: number, most: number, least = 0): number => height - bottom - (most > least ? (value - least) / (most - least) : 0) * (height - bottom - top);

/** A bound for an axis, not far above the numbers, whose half is whole. */
export function bound(most: number): number {
  const step = 10 ** Math.floor(Math.log10(Math.max(most, 1)));
  return [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8, 10].map((each) => each * step).find((each) => each >= most && Number.isInteger(each / 2)) ?? most;
}

/** Where texts at the right of these lines stand, the highest first, so that none covers another; those of whom it is far enough stand
 *  above their lines. */
export function apart(heights: number[]): number[] {
  let last = -lineHeight;
  return heights.map((height) => (last = Math.max(height - 3, last + lineHeight)));
}

export function Chart({ title, hasLines = false, dates, weekAt, most, least = 0, summary, columns, children, rows }: Frame) {
  const marks = [...new Set([0, Math.floor((dates.length - 1) / 2), dates.length - 1])].filter((each) => each >= 0);
  return (
    <figure class={hasLines ? "chart lines" : "chart"}>
      <figcaption>
        {title} <Legend lines={columns} />
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${title}: ${summary}`}>
        {[0, 0.5, 1].map((part) => (
          <g key={part}>
            <line class="grid" x1={left} x2={width - 8} y1={yOf(part, 1)} y2={yOf(part, 1)} />
            <text x={left - 5} y={yOf(part, 1) + 4} text-anchor="end">{Number((least + (most - least) * part).toPrecision(3))}</text>
          </g>
        ))}
        {children}
        {marks.map((at) => (
          <text key={at} x={weekAt ? Math.min(Math.max(weekAt(at), left + 50), width - 50) : xOf(at, dates.length)} y={height - 5} text-anchor={weekAt ? "middle" : at === 0 ? "start" : at === dates.length - 1 ? "end" : "middle"}>{dates[at]}</text>
        ))}
      </svg>
      <details>
        <summary aria-label={`${t("Numbers")}: ${title}`}>{t("Numbers")}</summary>
        <div class="scrolled" tabIndex={0} role="group" aria-label={title}>
          <table>
            {!rows && <thead><tr><th scope="col">{weekAt ? t("Week until") : t("Day")}</th>{columns.map(({ name }) => <th key={name} scope="col">{name}</th>)}</tr></thead>}
            <tbody>
              {rows?.map(([name, words], at) => <tr key={at}><th scope="row">{name}</th><td>{words}</td></tr>)}
              {!rows && dates.map((date, at) => <tr key={date}><th scope="row">{date}</th>{columns.map(({ name, values }) => <td key={name}>{values[at]}</td>)}</tr>)}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** For the eye: the summary of the drawing and its table name the same. */
function Legend({ lines }: { lines: Line[] }) {
  return <span class="legend" aria-hidden="true">{lines.map(({ name, tone, mark }) => <span key={name}><i class={[tone, mark].filter(Boolean).join(" ")} />{name}</span>)}</span>;
}

/** Numbers piled upon each other, the first at the bottom. */
export function Stacked({ title, dates, lines }: { title: string; dates: string[]; lines: Line[] }) {
  const sums = dates.map(() => 0);
  const areas = lines.map((line) => {
    const under = [...sums];
    line.values.forEach((value, at) => { sums[at] = (sums[at] ?? 0) + value; });
    return { line, under, over: [...sums] };
  });
  const most = bound(Math.max(1, ...sums));
  const path = (values: number[]): string[] => values.map((value, at) => `${xOf(at, dates.length)},${yOf(value, most)}`);
  const summary = lines.map(({ name, values }) => `${name} ${values.at(-1) ?? 0}`).join(", ");
  return (
    <Chart title={title} dates={dates} most={most} summary={summary} columns={lines}>
      {areas.map(({ line, under, over }) => (
        <polygon key={line.name} class={`area ${line.tone}`} points={[...path(over), ...path(under).reverse()].join(" ")} />
      ))}
    </Chart>
  );
}

/** Lines over the same dates, of which each may end sooner, and what happened on one of them. */
export function Lines({ title, dates, lines, marks = [] }: { title: string; dates: string[]; lines: Line[]; marks?: { at: number; text: string; short: string }[] }) {
  const most = bound(Math.max(1, ...lines.flatMap(({ values }) => values)));
  const summary = [...lines.map(({ name, values }) => `${name} ${values[values.length - 1] ?? 0}`), ...marks.map(({ text }) => text)].join(", ");
  return (
    <Chart title={title} hasLines dates={dates} most={most} summary={summary} columns={lines}>
      {lines.map(({ name, tone, values }) => (
        <polyline key={name} class={`line ${tone}`} points={values.map((value, at) => `${xOf(at, dates.length)},${yOf(value, most)}`).join(" ")} />
      ))}
      {marks.map(({ at, text, short }, each) => (
        <g key={text}>
          <title>{text}</title>
          <text x={xOf(at, dates.length) + (at < dates.length / 2 ? 7 : -7)} y={yOf(1, 1) + 4 + (each % 2) * lineHeight} text-anchor={at < dates.length / 2 ? "start" : "end"}>{short}</text>
          <line class="mark" x1={xOf(at, dates.length)} x2={xOf(at, dates.length)} y1={yOf(0, 1)} y2={yOf(1, 1)} />
          <circle class="change" r="4" cx={xOf(at, dates.length)} cy={yOf(1, 1)} />
        </g>
      ))}
    </Chart>
  );
}

/** Bars for each of the weeks that end on the dates, piled upon each other; nothing where there is nothing to show. */
export function Bars({ title, dates, lines }: { title: string; dates: string[]; lines: Line[] }) {
  const sums = dates.map((_, at) => lines.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  if (!sums.some(Boolean)) return null;
  const most = bound(Math.max(1, ...sums));
  const broad = Math.max(2, ((width - left) / Math.max(dates.length, 1)) * 0.6);
  const under = dates.map(() => 0);
  const summary = lines.map(({ name, values }) => `${name} ${values.reduce((a, b) => a + b, 0)}`).join(", ");
  const middle = (at: number): number => left + (at + 0.5) * ((width - left - 8) / dates.length);
  return (
    <Chart title={title} dates={dates} weekAt={middle} most={most} summary={summary} columns={lines}>
      {lines.map(({ name, tone, values }) => values.map((value, at) => {
        const from = under[at] ?? 0;
        under[at] = from + value;
        const x = middle(at) - broad / 2;
        return value > 0 && <rect key={`${name} ${dates[at] ?? ""}`} class={`area ${tone}`} x={x} width={broad} y={yOf(from + value, most)} height={yOf(from, most) - yOf(from + value, most)} />;
      }))}
    </Chart>
  );
}
