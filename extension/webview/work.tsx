// Tasks and experiments on a line each, and what their runs reached.

import { ItemTitle } from "./item-link";
import type { FindingShown, VerdictChip, WorkRow } from "./messages";
import { choose } from "./store";
import { t } from "./texts";
import { Whole } from "./whole";

/** How many fixes of a finding are shown. */
const offered = 2;

export function Work({ folder, rows }: { folder: string; rows: WorkRow[] }) {
  return (
    <ul class="work">
      {rows.map(({ key, label, status, state, details, verdicts = [] }) => (
        <li key={key} class="work-of">
          <i class={`dot-of ${state}`} aria-hidden="true" />
          <div>
            <ItemTitle id={`${folder}\n${key}`} label={label} />
            <p class="reason"><Whole text={[status, details].filter(Boolean).join(" · ")} /></p>
            <Verdicts chips={verdicts} />
          </div>
        </li>
      ))}
    </ul>
  );
}

export function Verdicts({ chips }: { chips: VerdictChip[] }) {
  return <>{chips.map(({ text, stands, verdict }) => <div key={text} class={`verdict ${verdict.replaceAll(" ", "-")}`}><b>{text}</b> {stands}</div>)}</>;
}

export function Finding({ id, finding: { message, code, severity, fixes, line } }: { id: string; finding: FindingShown }) {
  return (
    <li class={`finding ${severity}`}>
      <p><Whole text={line ? `${line}: ${message}` : message} /> <span class="code">{code}</span></p>
      {fixes.length > 0 && (
        <div class="offers">
          {fixes.slice(0, offered).map((title) => <button key={title} class="action" onClick={() => { choose("fix", [id], title); }}>{title}</button>)}
          {fixes.length > offered && <button class="action" aria-label={t("{0} more… for {1}", fixes.length - offered, message)} onClick={() => { choose("fix", [id], message); }}>{t("{0} more…", fixes.length - offered)}</button>}
        </div>
      )}
    </li>
  );
}
