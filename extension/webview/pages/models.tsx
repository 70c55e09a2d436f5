// The page Models: the versions in lanes from research to retirement, each with what proves where it is.

import { ItemTitle } from "../item-link";
import type { LanePart, VersionPart } from "../messages";
import { Nothing } from "../nothing";
import type { Parts } from "../store";
import { t } from "../texts";
import { Finding } from "../work";

export function ModelsPage({ parts }: { parts: Parts<"models"> }) {
  const lanes = [...parts].filter((entry): entry is [string, LanePart] => entry[1].part === "lane").sort(([, a], [, b]) => a.order - b.order);
  const versions = [...parts].filter((entry): entry is [string, VersionPart] => entry[1].part === "version").sort(([, a], [, b]) => a.order - b.order);
  if (versions.length === 0) return <Nothing isNew>{t("There is no model version.")}</Nothing>;
  return (
    <div class="board">
      <div class="columns models">
        {lanes.map(([key, { stage, name }]) => {
          const own = versions.filter(([id, version]) => version.stage === stage && id.split("\n")[0] === key.split("\n")[0]);
          return (
            <section key={key} class="column" aria-label={name}>
              <h2>{name} <span class="count">{own.length > 0 ? own.length : ""}</span></h2>
              <div class="cards">{own.map(([id, part]) => <VersionOf key={id} id={id} part={part} />)}</div>
            </section>
          );
        })}
      </div>
    </div>
  );
}

function VersionOf({ id, part: { label, standing, change, progress, proofs, findings, work } }: { id: string; part: VersionPart }) {
  const folder = id.slice(0, id.indexOf("\n"));
  return (
    <article class="card version" data-row={id} aria-label={label}>
      <ItemTitle id={id} label={label} />
      {standing && <p class="reason">{standing}</p>}
      {change && <p>{change}</p>}
      {proofs.length > 0 && (
        <dl class="proofs">
          {proofs.map(({ source, says, tone, mark }) => <div key={`${source} ${says}`}><dt>{source}</dt><dd class={tone}>{mark} {says}</dd></div>)}
        </dl>
      )}
      {progress && <p class="reason">{progress}</p>}
      {work.length > 0 && (
        <ul class="ids" aria-label={t("Work")}>
          {work.map(({ key, id: name, label: title, status, state }) => (
            <li key={key} title={title}><i class={`dot-of ${state}`} aria-hidden="true" /><ItemTitle id={`${folder}\n${key}`} label={name} /> <span class="reason">{status}</span></li>
          ))}
        </ul>
      )}
      {findings.length > 0 && <ul>{findings.map((each) => <Finding key={each.code + each.message} id={id} finding={each} />)}</ul>}
    </article>
  );
}
