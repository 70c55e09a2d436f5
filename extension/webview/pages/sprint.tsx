// The page Sprint: what it is for, how far it is, what came in between, and what is left to settle.

import { Lines } from "../chart";
import { ItemTitle } from "../item-link";
import type { Answer, Burndown, BurndownShown, CarriedOver, SprintPart, SprintReport, WorkRow } from "../messages";
import { choose, type Parts } from "../store";
import { t } from "../texts";
import { Work } from "../work";

const states: Record<SprintReport["state"], string> = { undated: t("undated"), planned: t("planned"), running: t("running"), ended: t("ended") };
const units: Record<Burndown["unit"], string> = { points: t("points"), tasks: t("tasks"), "timebox days": t("timebox days") };
const asks: Record<Answer["asked"], string> = { feature: t("feature"), experiment: t("experiment"), improvement: t("improvement") };

export function SprintPage({ parts }: { parts: Parts<"sprint"> }) {
  const sprints = [...parts].sort(([, a], [, b]) => (a.order < b.order ? -1 : 1));
  if (sprints.length === 0) return <p class="standing">{t("There is no sprint.")} <button class="quiet" onClick={() => { choose("newItem"); }}>{t("New Item…")}</button></p>;
  return <div class="page">{sprints.map(([id, part]) => <SprintOf key={id} id={id} part={part} />)}</div>;
}

function SprintOf({ id, part: { report, tasks, experiments, filtered, tooManyTasks, tooManyExperiments, production, research, answers = [] } }: { id: string; part: SprintPart }) {
  const { label, goal, capacity, unknown } = report;
  const folder = id.slice(0, id.indexOf("\n"));
  return (
    <section aria-label={label}>
      <h2 class="sprint"><ItemTitle id={id} label={label} /></h2>
      {goal && !label.includes(goal) && <p>{goal}</p>}
      <p class="reason">{when(report)}</p>
      <p class="reason">
        {t("{0} of {1} closed", report.closed, report.tasks.length + report.experiments.length)} · <Held isOver={tooManyTasks} text={t(capacity.mostProductTasks === 1 ? "{0} of {1} product task" : "{0} of {1} product tasks", capacity.productTasks, capacity.mostProductTasks)} /> ·{" "}
        <Held isOver={tooManyExperiments} text={t(capacity.mostExperiments === 1 ? "{0} of {1} experiment" : "{0} of {1} experiments", capacity.experiments, capacity.mostExperiments)} />
      </p>
      {filtered && <p class="reason">{t("The rows are those that the filter asks for; figures and charts are of the whole sprint.")}</p>}
      {unknown.map((why) => <p key={why} class="reason">{why}.</p>)}
      <div class="charts">
        {production && <Down title={t("Burndown of production")} of={production} />}
        {research && <Down title={t("Burndown of research")} of={research} />}
      </div>
      <Half report={report} />
      <div class="charts">
        <Rows title={t("Tasks")} folder={folder} rows={tasks} />
        <Rows title={t("Experiments")} folder={folder} rows={experiments} />
      </div>
      <Changes folder={folder} report={report} />
      <End folder={folder} answers={answers} />
      <Carried title={t("Carried over")} folder={folder} rows={report.carriedOver} />
      <Carried title={t("Brought from the sprint before")} folder={folder} rows={report.brought} />
    </section>
  );
}

function when({ start, end, state, daysLeft }: SprintReport): string {
  const dates = start || end ? `${start || "?"} – ${end || "?"}` : t("without dates");
  return [dates, daysLeft !== null ? t(daysLeft === 1 ? "{0} day left" : "{0} days left", daysLeft) : states[state]].join(" · ");
}

function Held({ isOver, text }: { isOver: boolean | undefined; text: string }) {
  return <span class={isOver ? "warn" : ""}>{text}{isOver && `, ${t("over the limit")}`}</span>;
}

function Down({ title, of: { burndown: { scope, left, unit, unestimated }, dates, target, marks } }: { title: string; of: BurndownShown }) {
  const without = unit === "timebox days"
    ? t(unestimated === 1 ? "{0} item without a timebox" : "{0} items without a timebox", unestimated)
    : t(unestimated === 1 ? "{0} item without points" : "{0} items without points", unestimated);
  const lines = [{ name: t("in it"), tone: "waiting", values: scope }, { name: t("left"), tone: "tone-1", values: left }, { name: t("target"), tone: "target", values: target }];
  return <Lines title={`${title}, ${units[unit]}${unestimated > 0 ? ` (${without})` : ""}`} dates={dates} lines={lines} marks={marks} />;
}

function Rows({ title, folder, rows }: { title: string; folder: string; rows: WorkRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section class="measured">
      <h2>{title}</h2>
      <Work folder={folder} rows={rows} />
    </section>
  );
}

function Half({ report: { midSprint } }: { report: SprintReport }) {
  if (!midSprint) return null;
  const { day, passed, withResult, of, asked, without } = midSprint;
  const known = withResult ?? t("an unknown number");
  const share = [known, of, Math.round(asked * 100)] as const;
  const result = of === 1 ? t("{0} of {1} experiment with a preliminary result, {2} % asked", ...share) : t("{0} of {1} experiments with a preliminary result, {2} % asked", ...share);
  const open = without.length > 0 && t("none yet: {0}", without.join(", "));
  return (
    <section class="measured">
      <h2>{passed ? t("Half of it has passed") : t("Half of it passes on {0}", day)}</h2>
      {withResult !== null && <meter class="half" min={0} max={of} low={asked * of} optimum={of} value={withResult} aria-label={result} />}
      <p>{[result, open].filter(Boolean).join("; ")}</p>
    </section>
  );
}

function Changes({ folder, report: { scopeChanges } }: { folder: string; report: SprintReport }) {
  if (scopeChanges.length === 0) return null;
  return (
    <section class="measured">
      <h2>{t("Changed after the start")}</h2>
      {scopeChanges.map(({ day, change, key, label, kind, commit, author, subject }) => (
        <p key={`${day} ${label} ${change}`}>
          {change === "added" ? "+" : "−"} <Named folder={folder} id={kind && key} label={label} /> <span class="reason">{day}, {commit ? `${author}, ${commit.slice(0, 8)} ${subject}` : t("not committed")}</span>
        </p>
      ))}
    </section>
  );
}

/** The name of an item, which leads to its page where there is one. */
function Named({ folder, id, label }: { folder: string; id: string; label: string }) {
  return id ? <ItemTitle id={`${folder}\n${id}`} label={label} /> : <>{label}</>;
}

function End({ folder, answers }: { folder: string; answers: Answer[] }) {
  if (answers.length === 0) return null;
  return (
    <section class="measured">
      <h2>{t("Review and retro")}</h2>
      {answers.map(({ asked, key, label, status }) => (
        <p key={asked}>{asks[asked]}: <Named folder={folder} id={key} label={label} /> <span class="reason">{key ? status : label ? t("is not there") : t("open")}</span></p>
      ))}
    </section>
  );
}

function Carried({ title, folder, rows }: { title: string; folder: string; rows: CarriedOver[] }) {
  if (rows.length === 0) return null;
  return (
    <section class="measured">
      <h2>{title}</h2>
      {rows.map(({ key, label, status, to }) => <p key={key}><Named folder={folder} id={key} label={label} /> <span class="reason">{[status, to.length > 0 && t("in {0}", to.join(", "))].filter(Boolean).join(", ")}</span></p>)}
    </section>
  );
}
