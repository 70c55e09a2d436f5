// The page Sprint: what it is for, how far it is, what came in between, and what is left to settle.

import { Lines } from "../chart";
import type { Answer, Burndown, CarriedOver, SprintPart, SprintReport, WorkRow } from "../messages";
import { choose, type Parts } from "../store";
import { plural } from "./flow";

export function SprintPage({ parts }: { parts: Parts<"sprint"> }) {
  const sprints = [...parts].sort(([, a], [, b]) => (a.order < b.order ? -1 : 1));
  if (sprints.length === 0) return <p class="standing">There is no sprint. <button class="quiet" onClick={() => { choose("newItem"); }}>New Item…</button></p>;
  return <div class="page">{sprints.map(([id, part]) => <SprintOf key={id} id={id} part={part} />)}</div>;
}

function SprintOf({ id, part: { report, tasks, experiments } }: { id: string; part: SprintPart }) {
  const { label, goal, capacity, unknown } = report;
  const folder = id.slice(0, id.indexOf("\n"));
  return (
    <section aria-label={label}>
      <h2 class="sprint"><button class="title" title="Open File" onClick={() => { choose("open", [id]); }}>{label}</button></h2>
      {goal && !label.includes(goal) && <p>{goal}</p>}
      <p class="reason">{when(report)}</p>
      <p class="reason">
        {report.closed} of {tasks.length + experiments.length} closed · <Held count={capacity.productTasks} most={capacity.mostProductTasks} noun="product task" /> ·{" "}
        <Held count={capacity.experiments} most={capacity.mostExperiments} noun="experiment" />
      </p>
      {unknown.map((why) => <p key={why} class="reason">{why}.</p>)}
      <div class="charts">
        {report.production && <Down title="Burndown of production" of={report.production} />}
        {report.research && <Down title="Burndown of research" of={report.research} />}
      </div>
      <div class="charts">
        <Work title="Tasks" folder={folder} rows={tasks} />
        <Work title="Experiments" folder={folder} rows={experiments} />
      </div>
      <Half report={report} />
      <Changes report={report} />
      {report.state !== "planned" && <End report={report} />}
      <Carried title="Carried over" rows={report.carriedOver} />
      <Carried title="Brought from the sprint before" rows={report.brought} />
    </section>
  );
}

function when({ start, end, state, daysLeft }: SprintReport): string {
  const dates = start || end ? `${start || "?"} – ${end || "?"}` : "without dates";
  return [dates, state === "running" && daysLeft !== null ? `${plural(daysLeft, "day")} left` : state].join(" · ");
}

function Held({ count, most, noun }: { count: number; most: number; noun: string }) {
  return <span class={count > most ? "warn" : ""}>{count} of {plural(most, noun)}{count > most ? ", over the limit" : ""}</span>;
}

function Down({ title, of: { dates, scope, left, unit, unestimated } }: { title: string; of: Burndown }) {
  const note = unestimated > 0 ? ` (${plural(unestimated, "item")} without ${unit === "timebox days" ? "a timebox" : "points"})` : "";
  return <Lines title={`${title}, ${unit}${note}`} dates={dates} lines={[{ name: "in it", tone: "waiting", values: scope }, { name: "left", tone: "tone-1", values: left }]} />;
}

export function Work({ title, folder, rows }: { title: string; folder: string; rows: WorkRow[] }) {
  if (rows.length === 0) return null;
  return (
    <section class="measured">
      <h2>{title}</h2>
      {rows.map(({ key, label, status, state, details }) => (
        <p key={key} class={`work ${state}`}>
          <button class="title" title="Open File" onClick={() => { choose("open", [`${folder}\n${key}`]); }}>{label}</button>{" "}
          <span class="reason">{[status, details].filter(Boolean).join(" · ")}</span>
        </p>
      ))}
    </section>
  );
}

function Half({ report: { midSprint } }: { report: SprintReport }) {
  if (!midSprint) return null;
  const { day, passed, withResult, of, asked, without } = midSprint;
  const known = withResult === null ? "it is not known how many" : withResult;
  const open = without.length > 0 ? `; none yet: ${without.join(", ")}` : "";
  return <p>{passed ? "Half of it has passed" : `Half of it passes on ${day}`}: {known} of {plural(of, "experiment")} with a preliminary result, {Math.round(asked * 100)} % asked{open}</p>;
}

function Changes({ report: { scopeChanges } }: { report: SprintReport }) {
  if (scopeChanges.length === 0) return null;
  return (
    <section class="measured">
      <h2>Changed after the start</h2>
      {scopeChanges.map(({ day, change, label, commit, author, subject }) => (
        <p key={`${day} ${label} ${change}`}>
          {change === "added" ? "+" : "−"} {label} <span class="reason">{day}, {commit ? `${author}, ${commit.slice(0, 8)} ${subject}` : "not committed"}</span>
        </p>
      ))}
    </section>
  );
}

function End({ report: { review, retro } }: { report: SprintReport }) {
  return (
    <section class="measured">
      <h2>Review and retro</h2>
      {[...review, retro].map((answer) => <p key={answer.asked}>{answer.asked}: <span class="reason">{named(answer)}</span></p>)}
    </section>
  );
}

function named({ key, label, status }: Answer): string {
  if (key) return `${label} (${status})`;
  return label ? `${label} is not there` : "open";
}

function Carried({ title, rows }: { title: string; rows: CarriedOver[] }) {
  if (rows.length === 0) return null;
  return (
    <section class="measured">
      <h2>{title}</h2>
      {rows.map(({ key, label, status, to }) => <p key={key}>{label} <span class="reason">{status}{to.length > 0 ? `, in ${to.join(", ")}` : ""}</span></p>)}
    </section>
  );
}
