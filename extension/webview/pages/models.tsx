// The page Models: the versions in lanes from research to retirement, each with what proves where it is.

import { ItemTitle } from "../item-link";
import type { LanePart, Proof, VersionPart } from "../messages";
import { choose, type Parts } from "../store";
import { items, t } from "../texts";
import { Work } from "./sprint";

const sources: Record<Proof["source"], string> = { registry: t("registry"), tag: t("tag"), "deploy task": t("deploy task"), monitoring: t("monitoring") };

export function ModelsPage({ parts }: { parts: Parts<"models"> }) {
  const lanes = [...parts].filter((entry): entry is [string, LanePart] => entry[1].part === "lane").sort(([, a], [, b]) => a.order - b.order);
  const versions = [...parts].filter((entry): entry is [string, VersionPart] => entry[1].part === "version").sort(([, a], [, b]) => a.order - b.order);
  if (versions.length === 0) return <p class="standing">{t("There is no model version.")} <button class="quiet" onClick={() => { choose("newItem"); }}>{t("New Item…")}</button></p>;
  return (
    <div class="board">
      <div class="columns models">
        {lanes.map(([key, { stage }]) => {
          const own = versions.filter(([id, { version }]) => (version.stage ?? "") === stage && id.split("\n")[0] === key.split("\n")[0]);
          return (
            <section key={key} class="column" aria-label={stage || t("no stage")}>
              <h2>{stage || t("no stage")} <span class="count">{own.length > 0 ? own.length : ""}</span></h2>
              <div class="cards">{own.map(([id, part]) => <VersionOf key={id} id={id} part={part} />)}</div>
            </section>
          );
        })}
      </div>
    </div>
  );
}

function VersionOf({ id, part: { version, work } }: { id: string; part: VersionPart }) {
  const { label, change, since, due, deployed, sprint, proofs, disagreements } = version;
  const days = [since && t("since {0}", since), deployed ? t("deployed {0}", deployed) : due && t("due {0}", due), sprint].filter(Boolean).join(" · ");
  return (
    <article class="card version" data-row={id}>
      <ItemTitle id={id} label={label} />
      {days && <div class="reason">{days}</div>}
      {change && <p>{change}</p>}
      {proofs.map(({ source, says, agrees }) => (
        <div key={`${source} ${says}`}>
          <span class={agrees === false ? "bad" : agrees ? "good" : "reason"}>{agrees === false ? "✗" : agrees ? "✓" : "·"}</span> {sources[source]}: {says}
        </div>
      ))}
      {disagreements.map((message) => <div key={message} class="warn">{message}</div>)}
      {work.length > 0 && <details><summary>{items(work.length)}</summary><Work title="" folder={id.slice(0, id.indexOf("\n"))} rows={work} /></details>}
    </article>
  );
}
