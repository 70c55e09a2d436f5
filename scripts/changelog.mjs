// node scripts/changelog.mjs: writes the section of the present version in CHANGELOG.md from the history since the last tag: the
// subjects `area: what` of commits in areas that people see. Shorten it, then commit it and set the tag.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root, run } from "./setup/common.mjs";

const file = path.join(root, "CHANGELOG.md");

const headings = {
  Board: ["board", "tree", "tab", "card", "cards", "journey", "filter", "timeline"],
  Findings: ["rules", "rule", "evidence", "proofs", "verdicts", "verdict", "criterion", "check", "production"],
  "In files": ["completion", "hover", "references", "light bulb", "editor", "mentions", "search", "notebooks", "files", "changes"],
  Sources: ["runs", "trackers", "sources", "metrics", "registry", "validations", "history", "Feast", "dvc", "git", "branches"],
  Commands: [
    ...["init", "new", "show", "log", "prior", "sync", "start", "now", "learnings", "ready", "claim", "reports", "notify"],
    ...["import", "backlog", "tag-runs", "cli", "renumber"],
  ],
  Installing: ["package", "client"],
};

const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const tags = run("git", ["tag", "--list", "v*", "--merged", "HEAD", "--sort=-version:refname"]).split("\n");
const last = tags.find((tag) => tag && tag !== `v${version}`);
const subjects = run("git", ["log", "--no-merges", "--reverse", "--format=%s", last ? `${last}..HEAD` : "HEAD"]).split("\n");

/** A commit may do two things (`board: a; docs: b`), and one thing may be in two commits. */
const said = subjects.flatMap((subject) => subject.split("; ")).map((part) => /^([\w ,-]+): (.+)$/.exec(part)?.slice(1) ?? []);
const parts = Object.entries(headings).flatMap(([heading, areas]) => {
  const isOf = ([area]) => area?.split(/, | and /).some((one) => areas.includes(one));
  const lines = said.filter(isOf).map(([area, what]) => `- ${area}: ${what}`);
  return lines.length > 0 ? [`### ${heading}\n\n${[...new Set(lines)].join("\n")}\n`] : [];
});
const [head, ...before] = readFileSync(file, "utf8").split(/^(?=## )/m);
const others = before.filter((section) => !section.startsWith(`## ${version}\n`));
writeFileSync(file, [head, `## ${version}\n\n${parts.join("\n")}\n`, ...others].join("").replace(/\n+$/, "\n"));
