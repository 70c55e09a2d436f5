// The page Sprint: what it is for, how far it is, what came in between, and what is left to settle.

import { Lines } from "../chart";
import { ItemTitle } from "../item-link";
import type { BurndownShown, HalfShown, NamedList, SprintPart, WorkList } from "../messages";
import { Nothing } from "../nothing";
import type { Parts } from "../store";
import { t } from "../texts";
import { Work } from "../work";

export function SprintPage({ parts }: { parts: Parts<"sprint"> }) {
  const sprints = [...parts].sort(([, a], [, b]) => (a.order < b.order ? -1 : 1));
  if (sprints.length === 0) return <Nothing isNew>{t("There is no sprint.")}</Nothing>;
  return <div class="page">{sprints.map(([id, part]) => <SprintOf key={id} id={id} part={part} />)}</div>;
}

function SprintOf({ id, part: { label, goal, when, amounts, note, unknown = [], charts = [], half, work = [], lists = [] } }: { id: string; part: SprintPart }) {
  const folder = id.slice(0, id.indexOf("\n"));
  return (
    <section aria-label={label}>
      <h2 class="sprint"><ItemTitle id={id} label={label} /></h2>
      {goal && <p>{goal}</p>}
      <p class="reason">{when}</p>
      <p class="reason">{amounts.map(({ text, tone }, at) => <span key={text}>{at > 0 && " · "}<span class={tone ?? ""}>{text}</span></span>)}</p>
      {note && <p class="reason">{note}</p>}
      {unknown.map((why) => <p key={why} class="reason">{why}.</p>)}
      <div class="charts">{charts.map((chart) => <Down key={chart.title} of={chart} />)}</div>
      {half && <Half half={half} />}
      <div class="charts">{work.map((list) => <Rows key={list.title} folder={folder} list={list} />)}</div>
      {lists.map((list) => <Named key={list.title} folder={folder} list={list} />)}
    </section>
  );
}

function Down({ of: { title, dates, scope, left, target, marks } }: { of: BurndownShown }) {
  const lines = [{ name: t("in the sprint"), tone: "waiting", values: scope }, { name: t("left"), tone: "tone-1", values: left }, { name: t("target"), tone: "target", values: target }];
  return <Lines title={title} dates={dates} lines={lines} marks={marks} />;
}

function Rows({ folder, list: { title, rows } }: { folder: string; list: WorkList }) {
  return (
    <section class="measured" aria-label={title}>
      <h2>{title}</h2>
      <Work folder={folder} rows={rows} />
    </section>
  );
}

/** The bar is for the eye: the words say the same. */
function Half({ half: { title, text, withResult, of, asked } }: { half: HalfShown }) {
  return (
    <section class="measured" aria-label={title}>
      <h2>{title}</h2>
      {withResult !== null && <meter class="half" min={0} max={of} low={asked} optimum={of} value={withResult} aria-hidden="true" />}
      <p>{text}</p>
    </section>
  );
}

function Named({ folder, list: { title, rows } }: { folder: string; list: NamedList }) {
  return (
    <section class="measured" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {rows.map(({ before, key, label, words }) => (
          <li key={`${before} ${label} ${words}`}>
            {before} {key ? <ItemTitle id={`${folder}\n${key}`} label={label} /> : label} <span class="reason">{words}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
