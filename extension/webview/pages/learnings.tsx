// The page Learnings: what was tried, what came of it, and what it taught.

import { ItemTitle } from "../item-link";
import type { DecidedPart } from "../messages";
import { Nothing } from "../nothing";
import type { Parts } from "../store";
import { t } from "../texts";

export function LearningsPage({ parts }: { parts: Parts<"learnings"> }) {
  const rows = [...parts].sort(([, a], [, b]) => (a.order < b.order ? -1 : 1));
  if (rows.length === 0) return <Nothing>{t("No experiment has been decided yet. What was tried, what came of it and what it taught will stand here.")}</Nothing>;
  return (
    <div class="list">
      <table>
        <thead>
          <tr>
            <th scope="col">{t("Experiment")}</th>
            <th scope="col">{t("Decision")}</th>
            <th scope="col">{t("Measured, and asked")}</th>
            <th scope="col">{t("Learned")}</th>
          </tr>
        </thead>
        <tbody>{rows.map(([id, part]) => <DecidedRow key={id} id={id} part={part} />)}</tbody>
      </table>
    </div>
  );
}

function DecidedRow({ id, part: { decided, decision, why } }: { id: string; part: DecidedPart }) {
  const { label, hypothesis, day, verdicts, learnings, people } = decided;
  return (
    <tr data-row={id}>
      <td>
        <ItemTitle id={id} label={label} />
        <div class="reason">{hypothesis}</div>
      </td>
      <td>
        <b class={`decision ${decided.decision}`}>{decision}</b>
        {why && <div class="reason">{why}</div>}
        <div class="reason">{day && <span class="day">{day}</span>}{day && people.length > 0 && " · "}{people.join(", ")}</div>
      </td>
      <td>
        {verdicts.map(({ measured, criterion, stands, verdict }) => (
          <div key={criterion} class={`verdict ${verdict.replaceAll(" ", "-")}`}>
            <span><b>{measured}</b> {stands} <span class="asked-for">{t("asked: {0}", criterion)}</span></span>
          </div>
        ))}
        {verdicts.length === 0 && <span class="reason">{t("nothing measured")}</span>}
      </td>
      <td>{learnings || <span class="reason">{t("no learnings written")}</span>}</td>
    </tr>
  );
}
