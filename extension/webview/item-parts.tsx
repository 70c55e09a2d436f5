// What is known of an item, each in a section of its own.

import type { ComponentChildren } from "preact";
import { History } from "./metric-history";
import type { AboutText, CommitShown, CriterionShown, EventShown, ItemPart, LineShown, RunsPart, StepShown } from "./messages";
import { choose } from "./store";
import { t } from "./texts";
import { Finding, Work } from "./work";

/** How many events are shown at first. */
const latest = 6;

export function Section({ id, part }: { id: string; part: ItemPart }) {
  switch (part.part) {
    case "about":
      return <>{part.texts.map((about) => <About key={about.title} about={about} />)}</>;
    case "findings":
      return <Titled title={t("Findings")} note={part.findings.length}><ul>{part.findings.map((each) => <Finding key={each.code + each.message} id={id} finding={each} />)}</ul></Titled>;
    case "criteria":
      return <Titled title={t("Criteria")}><ul>{part.criteria.map((each) => <Criterion key={each.criterion} criterion={each} />)}</ul></Titled>;
    case "done":
      return <Titled title={t("Definition of Done")} note={t("{0} of {1}", part.closed, part.lines.length)}><ul>{part.lines.map((line) => <Line key={line.text} line={line} />)}</ul></Titled>;
    case "history":
      return <History history={part.history} />;
    case "runs":
      return <Runs id={id} part={part} />;
    case "work":
      return <Titled title={part.heading} note={part.rows.length}><Work folder={id.slice(0, id.indexOf("\n"))} rows={part.rows} /></Titled>;
    case "journey":
      return <Titled title={t("Journey")}>{part.nothing ? <p class="reason">{part.nothing}</p> : <ol class="journey">{part.steps.map((step) => <Step key={step.name} id={id} step={step} />)}</ol>}</Titled>;
    case "log":
      return <Log events={part.events} figures={part.figures} />;
    case "gone":
      return <p class="standing">{part.words}</p>;
    case "head":
      return null;
  }
}

function Titled({ title, note, children }: { title: string; note?: string | number; children: ComponentChildren }) {
  return (
    <section aria-label={title}>
      <h3>{title} {note !== undefined && <small>{note}</small>}</h3>
      {children}
    </section>
  );
}

function About({ about: { title, text } }: { about: AboutText }) {
  return <Titled title={title}><p class="prose">{text}</p></Titled>;
}

function Criterion({ criterion: { criterion, verdict, tone, summary } }: { criterion: CriterionShown }) {
  return (
    <li class="criterion">
      <span class={`chip ${tone}`}>{verdict}</span>
      <div>
        <p>{criterion}</p>
        <p class="reason">{summary}</p>
      </div>
    </li>
  );
}

function Line({ line: { text, state, box, mark, reason } }: { line: LineShown }) {
  return (
    <li class={`line-of ${state.replaceAll(" ", "-")}`}>
      <span class="box" role="img" aria-label={box}>{mark}</span>
      <div>
        <p>{text}</p>
        {reason && <p class="reason">{reason}</p>}
      </div>
    </li>
  );
}

function Runs({ id, part: { metrics, params, runs, more, candidates } }: { id: string; part: RunsPart }) {
  const hasRepeats = runs.some(({ repeats }) => repeats > 1);
  const hasCommit = runs.some(({ commit }) => commit);
  const hasVerdict = runs.some(({ stands }) => stands);
  return (
    <Titled title={t("Runs")} note={runs.length + (more ?? 0)}>
      {runs.length > 0 && (
        <div class="scrolled" tabIndex={0} role="group" aria-label={t("Runs")}>
          <table aria-label={t("Runs")}>
            <thead>
              <tr>
                <th scope="col">{t("Run")}</th>
                {metrics.map((name) => <th key={name} scope="col" class="number">{name}</th>)}
                {hasVerdict && <th scope="col">{t("Verdict")}</th>}
                {hasRepeats && <th scope="col" class="number">{t("Repeats")}</th>}
                {hasCommit && <th scope="col">{t("Commit")}</th>}
                {params.map((name) => <th key={name} scope="col">{name}</th>)}
              </tr>
            </thead>
            <tbody>
              {runs.map((run, at) => (
                <tr key={`${run.name} ${at}`} title={run.why}>
                  <th scope="row">{run.name}</th>
                  {run.metrics.map((value, of) => <td key={metrics[of]} class="number metric">{value}</td>)}
                  {hasVerdict && <td>{run.verdict ? <span class={`chip ${run.verdict.replaceAll(" ", "-")}`}>{run.stands}</span> : run.stands}</td>}
                  {hasRepeats && <td class="number">{run.repeats}</td>}
                  {hasCommit && <td class="hash">{run.commit}</td>}
                  {run.params.map((value, of) => <td key={params[of]} class="param">{value}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more ? <p class="reason">{t("and {0} more", more)}</p> : null}
      {candidates ? <p class="reason">{t(candidates === 1 ? "{0} run may belong here" : "{0} runs may belong here", candidates)} <button class="quiet" onClick={() => { choose("link", [id]); }}>{t("Link Runs")}</button></p> : null}
    </Titled>
  );
}

function Step({ id, step: { name, amount, files, tags, commits, more } }: { id: string; step: StepShown }) {
  return (
    <li>
      <p><b>{name}</b> <span class="reason">{amount}</span></p>
      {files.length > 0 && <ul class="files">{files.map((path) => <li key={path}><button class="title" title={t("Open File")} onClick={() => { choose("open", [id], path); }}>{path}</button></li>)}</ul>}
      {commits.length > 0 && (
        <details>
          <summary aria-label={`${[t("Commits"), ...tags].join(", ")}: ${name}`}>{[t("Commits"), ...tags].join(", ")}</summary>
          <ul>{commits.map((commit) => <Commit key={commit.hash} commit={commit} />)}</ul>
        </details>
      )}
      {more && <p class="reason">{t("and {0}", more)}</p>}
    </li>
  );
}

function Commit({ commit: { hash, subject, author, day } }: { commit: CommitShown }) {
  return <li class="commit"><span class="hash">{hash}</span> {subject} <span class="reason">{author}, {day}</span></li>;
}

function Log({ events, figures }: { events: EventShown[]; figures: string[] }) {
  return (
    <Titled title={t("What happened")}>
      {figures.map((line) => <p key={line} class="reason">{line}</p>)}
      <ol class="log">{events.slice(0, latest).map((event, at) => <Event key={at} event={event} />)}</ol>
      {events.length > latest && (
        <details>
          <summary>{t("{0} earlier", events.length - latest)}</summary>
          <ol class="log">{events.slice(latest).map((event, at) => <Event key={at} event={event} />)}</ol>
        </details>
      )}
    </Titled>
  );
}

function Event({ event: { day, who, text } }: { event: EventShown }) {
  return (
    <li>
      <span class="day">{day || t("now")}</span>
      <span class="text">{text}</span>
      <span class="reason">{who}</span>
    </li>
  );
}
