// The page Sprint: what it is for, how far it is, what came in between, and what is left to settle.

import { Lines } from "../chart";
import { ItemTitle } from "../item-link";
import type { Answer, Burndown, CarriedOver, SprintPart, SprintReport, WorkRow } from "../messages";
import { choose, type Parts } from "../store";
import { t } from "../texts";

const states: Record<SprintReport["state"], string> = { undated: t("undated"), planned: t("planned"), running: t("running"), ended: t("ended") };
const units: Record<Burndown["unit"], string> = { points: t("points"), tasks: t("tasks"), "timebox days": t("timebox days") };

export function SprintPage({ parts }: { parts: Parts<"sprint"> }) {
  const sprints = [...parts].sort(([, a], [, b]) => (a.order < b.order ? -1 : 1));
  if (sprints.length === 0) return <p class="standing">{t("There is no sprint.")} <button class="quiet" onClick={() => { choose("newItem"); }}>{t("New Item…")}</button></p>;
  return <div class="page">{sprints.map(([id, part]) => <SprintOf key={id} id={id} part={part} />)}</div>;
}

function SprintOf({ id, part: { report, tasks, experiments } }: { id: string; part: SprintPart }) {
  const { label, goal, capacity, unknown } = report;
  const folder = id.slice(0, id.indexOf("\n"));
  return (
    <section aria-label={label}>
      <h2 class="sprint"><ItemTitle id={id} label={label} /></h2>
      {goal && !label.includes(goal) && <p>{goal}</p>}
      <p class="reason">{when(report)}</p>
      <p class="reason">
        {t("{0} of {1} closed", report.closed, tasks.length + experiments.length)} · <Held count={capacity.productTasks} most={capacity.mostProductTasks} text={t(capacity.mostProductTasks === 1 ? "{0} of {1} product task" : "{0} of {1} product tasks", capacity.productTasks, capacity.mostProductTasks)} /> ·{" "}
        <Held count={capacity.experiments} most={capacity.mostExperiments} text={t(capacity.mostExperiments === 1 ? "{0} of {1} experiment" : "{0} of {1} experiments", capacity.experiments, capacity.mostExperiments)} />
      </p>
      {unknown.map((why) => <p key={why} class="reason">{why}.</p>)}
      <div class="charts">
        {report.production && <Down title={t("Burndown of production")} of={report.production} />}
        {report.research && <Down title={t("Burndown of research")} of={report.research} />}
      </div>
      <div class="charts">
        <Work title={t("Tasks")} folder={folder} rows={tasks} />
        <Work title={t("Experiments")} folder={folder} rows={experiments} />
      </div>
      <Half report={report} />
      <Changes report={report} />
      {report.state !== "planned" && <End report={report} />}
      <Carried title={t("Carried over")} rows={report.carriedOver} />
      <Carried title={t("Brought from the sprint before")} rows={report.brought} />
    </section>
  );
}

function when({ start, end, state, daysLeft }: SprintReport): string {
  const dates = start || end ? `${start || "?"} – ${end || "?"}` : t("without dates");
  return [dates, state === "running" && daysLeft !== null ? t(daysLeft === 1 ? "{0} day left" : "{0} days left", daysLeft) : states[state]].join(" · ");
}

function Held({ count, most, text }: { count: number; most: number; text: string }) {
  return <span class={count > most ? "warn" : ""}>{text}{count > most && `, ${t("over the limit")}`}</span>;
}

function Down({ title, of: { dates, scope, left, unit, unestimated } }: { title: string; of: Burndown }) {
  const without = unit === "timebox days"
    ? t(unestimated === 1 ? "{0} item without a timebox" : "{0} items without a timebox", unestimated)
    : t(unestimated === 1 ? "{0} item without points" : "{0} items without points", unestimated);
  const lines = [{ name: t("in it"), tone: "waiting", values: scope }, { name: t("left"), tone: "tone-1", values: left }];
  return <Lines title={`${title}, ${units[unit]}${unestimated > 0 ? ` (${without})` : ""}`} dates={dates} lines={lines} />;
}

export function Work({ title, folder, rows }: { title: string; folder: string; rows: WorkRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section class="measured">
      <h2>{title}</h2>
      {rows.map(({ key, label, status, state, details }) => (
        <p key={key} class={`work ${state}`}>
          <ItemTitle id={`${folder}\n${key}`} label={label} />{" "}
          <span class="reason">{[status, details].filter(Boolean).join(" · ")}</span>
        </p>
      ))}
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
  return <p>{passed ? t("Half of it has passed") : t("Half of it passes on {0}", day)}: {[result, open].filter(Boolean).join("; ")}</p>;
}

function Changes({ report: { scopeChanges } }: { report: SprintReport }) {
  if (scopeChanges.length === 0) return null;
  return (
    <section class="measured">
      <h2>{t("Changed after the start")}</h2>
      {scopeChanges.map(({ day, change, label, commit, author, subject }) => (
        <p key={`${day} ${label} ${change}`}>
          {change === "added" ? "+" : "−"} {label} <span class="reason">{day}, {commit ? `${author}, ${commit.slice(0, 8)} ${subject}` : t("not committed")}</span>
        </p>
      ))}
    </section>
  );
}

function End({ report: { review, retro } }: { report: SprintReport }) {
  return (
    <section class="measured">
      <h2>{t("Review and retro")}</h2>
      {[...review, retro].map((answer) => <p key={answer.asked}>{answer.asked}: <span class="reason">{named(answer)}</span></p>)}
    </section>
  );
}

function named({ key, label, status }: Answer): string {
  if (key) return `${label} (${status})`;
  return label ? t("{0} is not there", label) : t("open");
}

function Carried({ title, rows }: { title: string; rows: CarriedOver[] }) {
  if (rows.length === 0) return null;
  return (
    <section class="measured">
      <h2>{title}</h2>
      {rows.map(({ key, label, status, to }) => <p key={key}>{label} <span class="reason">{[status, to.length > 0 && t("in {0}", to.join(", "))].filter(Boolean).join(", ")}</span></p>)}
    </section>
  );
}
