// The page Now: what needs somebody, under a heading for each kind of need, with what can be done about it.

import { ItemTitle } from "../item-link";
import type { NeedPart } from "../messages";
import { Nothing } from "../nothing";
import { choose, type Parts } from "../store";
import { t } from "../texts";
import { Whole } from "../whole";
import { Verdicts } from "../work";

export function NowPage({ parts }: { parts: Parts<"now"> }) {
  const rows = [...parts].sort(([, a], [, b]) => (a.order < b.order ? -1 : 1));
  const headings = [...new Set(rows.map(([, { heading }]) => heading))];
  if (rows.length === 0) return <Nothing>{t("Nothing needs anybody now.")}</Nothing>;
  return (
    <div class="list">
      {headings.map((heading) => {
        const own = rows.filter(([, part]) => part.heading === heading);
        return (
          <section key={heading} aria-label={heading}>
            <h2>
              {heading} <small>{own.length}</small>
            </h2>
            <ul>
              {own.map(([id, part]) => <NeedRow key={id} id={id} part={part} />)}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function NeedRow({ id, part: { need, offered } }: { id: string; part: NeedPart }) {
  return (
    <li class={`need ${need.kind}`} data-row={id}>
      <div class="what">
        {need.onlyOn ? <span class="title">{need.label}</span> : <ItemTitle id={id} label={need.label} />}
        {need.reasons.map((reason) => <div key={reason} class="reason"><Whole text={reason} /></div>)}
        <Verdicts chips={need.verdicts ?? []} />
      </div>
      <span class="people">{need.people.join(", ")}</span>
      <span class="offers">
        {(offered ?? []).map(({ name, title }) => (
          <button key={name} class="action" aria-label={`${title} ${need.label}`} onClick={() => { choose(name, [id]); }}>{title}</button>
        ))}
        {need.fixes.map((title) => <button key={title} class="action" onClick={() => { choose("fix", [id], title); }}>{title}</button>)}
      </span>
    </li>
  );
}
