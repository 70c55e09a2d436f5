// The page Learnings: what was tried, what came of it, and what it taught.

import type { DecidedPart } from "../messages";
import { choose, type Parts } from "../store";

export function LearningsPage({ parts }: { parts: Parts<"learnings"> }) {
  const rows = [...parts].sort(([, a], [, b]) => (a.order < b.order ? -1 : 1));
  if (rows.length === 0) return <p class="standing">No decided experiment has these words.</p>;
  return (
    <div class="list">
      <table>
        <thead>
          <tr>
            <th scope="col">Experiment</th>
            <th scope="col">Decision</th>
            <th scope="col">Measured, and asked</th>
            <th scope="col">Learned</th>
          </tr>
        </thead>
        <tbody>{rows.map(([id, part]) => <DecidedRow key={id} id={id} part={part} />)}</tbody>
      </table>
    </div>
  );
}

function DecidedRow({ id, part: { decided, decision } }: { id: string; part: DecidedPart }) {
  const { label, hypothesis, day, reasons, verdicts, learnings, people } = decided;
  return (
    <tr data-row={id}>
      <td>
        <button class="title" title="Open File" onClick={() => { choose("open", [id]); }}>{label}</button>
        <div class="reason">{hypothesis}</div>
      </td>
      <td>
        <b class={`decision ${decided.decision}`}>{decision}</b>
        <div class="reason">{[reasons.join(", "), people.join(", "), day].filter(Boolean).join(" · ")}</div>
      </td>
      <td>
        {verdicts.map(({ measured, criterion, stands, verdict }) => (
          <div key={criterion} class={`verdict ${verdict.replaceAll(" ", "-")}`}>
            <span><b>{measured}</b> {stands} <span class="asked-for">asked: {criterion}</span></span>
          </div>
        ))}
        {verdicts.length === 0 && <span class="reason">nothing measured</span>}
      </td>
      <td>{learnings || <span class="reason">nothing written</span>}</td>
    </tr>
  );
}
