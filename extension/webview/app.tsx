// The tab: one row of pages, one bar of filters, and the page.

import { type ComponentType, render } from "preact";
import { useMemo } from "preact/hooks";
import { ItemPage } from "./item";
import type { Badge, FilterPart, FolderPart } from "./messages";
import { pages } from "./pages";
import { ask, choose, copyLink, isCurrent, type PageName, parts, phase, run, show, view } from "./store";
import { t } from "./texts";
import { useTyped } from "./typed";

const names = Object.keys(pages) as PageName[];
/** Filters by their names. */
const titles: Record<string, string> = {
  track: t("Track"),
  role: t("Role"),
  type: t("Type"),
  assignee: t("Person"),
  label: t("Label"),
  sprint: t("Sprint"),
  model: t("Model"),
};

/** What a filter is for that asks for nothing. */
const alls: Record<string, string> = {
  track: t("All tracks"),
  role: t("All roles"),
  type: t("All types"),
  assignee: t("Everybody"),
  label: t("All labels"),
  sprint: t("All sprints"),
  model: t("All models"),
};

function App() {
  const all = parts.use();
  const { page, trail } = view.use();
  const known = isCurrent.use();
  const folders = useMemo(() => [...all].flatMap(([, part]) => (part.part === "folder" ? part : [])), [all]);
  const own = useMemo(() => new Map([...all].filter(([, part]) => part.part !== "folder" && part.part !== "filters")), [all]);
  const item = trail.at(-1);
  const Draw = pages[page].draw as ComponentType<{ parts: typeof own }>;
  const hasServer = phase.use().is !== "noPython";
  const isReady = folders.some(({ state }) => state === "ready");
  const shown: string = page;
  const filter = parts.value.get("filters") as FilterPart | undefined;
  return (
    <>
      <header>
        <div class="top-row">
          <div role="tablist" aria-label={t("Pages")} onKeyDown={nextTab}>
            {names.map((name) => (
              <button key={name} id={`tab-${name}`} role="tab" tabIndex={name === shown ? 0 : -1} aria-selected={name === shown}
                aria-controls="page" onClick={() => { show({ page: name }); }}>
                {pages[name].title} <BadgeOf badge={filter?.badges[name]} />
              </button>
            ))}
          </div>
          <button type="button" class="quiet" title={t("Copy a link to this page with its filter and its item")} onClick={copyLink}>{t("Copy Link")}</button>
        </div>
        <FilterBar part={filter} />
      </header>
      <Notes folders={folders} />
      <div class="panes">
        <main>
          <h1 class="unseen">{pages[page].title}</h1>
          <div id="page" role="tabpanel" aria-labelledby={`tab-${page}`}>{known && isReady && hasServer ? <Draw parts={own} /> : <Standing folders={folders} />}</div>
        </main>
        {item && isReady && hasServer && <ItemPage id={item} />}
      </div>
    </>
  );
}

function BadgeOf({ badge }: { badge: Badge | undefined }) {
  return badge ? <span class="badge" role="img" aria-label={badge.text} title={badge.text}>{badge.count}</span> : null;
}

/** From tab to tab by the arrows, as is usual for tabs. */
function nextTab(event: KeyboardEvent): void {
  const at = names.indexOf(view.value.page);
  const next = { ArrowLeft: names.at(at - 1), ArrowRight: names[(at + 1) % names.length], Home: names[0], End: names.at(-1) }[event.key];
  if (!next) return;
  event.preventDefault();
  show({ page: next });
  document.getElementById(`tab-${next}`)?.focus();
}

function set(name: string, word: string): void {
  const others = Object.entries(view.value.filters).filter(([other]) => other !== name);
  show({ filters: Object.fromEntries(word ? [...others, [name, [word]]] : others) });
}

/** A filter that is asked for one word, or not. */
function Toggle({ of, word, title }: { of: string; word: string; title: string }) {
  const isAsked = view.use().filters[of]?.[0] === word;
  return (
    <label class={isAsked ? "toggle asked" : "toggle"}>
      <input type="checkbox" checked={isAsked} onChange={({ currentTarget: { checked } }) => { set(of, checked ? word : ""); }} />
      {title}
    </label>
  );
}

function FilterBar({ part: { words, user } = { words: {}, user: "", badges: {}, part: "filters" } }: { part: FilterPart | undefined }) {
  const { filters } = view.use();
  const isAsked = Object.keys(filters).length > 0;
  const [text, type] = useTyped(filters["text"]?.[0] ?? "", 150, (typed) => {
    set("text", typed.trim());
    return typed.trim();
  });
  return (
    <form role="search" aria-label={t("Filter")} onSubmit={(event) => { event.preventDefault(); }}>
      <input
        id="filter"
        type="search"
        placeholder={t("Filter (/)")}
        aria-label={t("Text")}
        value={text}
        onInput={({ currentTarget: { value } }) => { type(value); }}
      />
      {Object.entries(words).filter(([name, of]) => of.length > 1 || filters[name]).map(([name, of]) => (
        <select key={name} aria-label={titles[name]} class={filters[name] ? "asked" : ""} value={filters[name]?.[0] ?? ""}
          onChange={({ currentTarget: { value } }) => { set(name, value); }}>
          <option value="">{alls[name]}</option>
          {of.map((word) => <option key={word} value={word}>{word}</option>)}
        </select>
      ))}
      {user && <Toggle of="assignee" word={user} title={t("Mine")} />}
      <Toggle of="needs" word="decision" title={t("Needs a decision")} />
      {isAsked && <button type="button" class="quiet" onClick={() => { show({ filters: {} }); }}>{t("Clear")}</button>}
    </form>
  );
}

/** What could not be read and why, and that the server has stopped while the last of it stays on the screen. */
function Notes({ folders }: { folders: FolderPart[] }) {
  const reasons = folders.flatMap(({ name, unknown }) => unknown.map((why) => (folders.length > 1 ? `${name}: ${why}` : why)));
  return (
    <div role="status">
      {phase.use().is === "stopped" && (
        <p class="note">{t("Dualtrack has stopped.")} <button onClick={() => { run("restart"); }}>{t("Restart")}</button></p>
      )}
      {reasons.map((why) => <p key={why} class="note">{why}</p>)}
    </div>
  );
}

function Standing({ folders }: { folders: FolderPart[] }) {
  const { is, why } = phase.use();
  if (is === "stopped") return null;
  if (is === "noPython") return <NoPython why={why} />;
  if (isCurrent.value && folders.length === 0) return <p class="standing">{t("Open a folder to see its board.")}</p>;
  if (!isCurrent.value || folders.some(({ state }) => state === "indexing")) return <p class="standing" aria-busy="true">{t("Reading the files…")}</p>;
  return (
    <div class="standing">
      <p>{t("This folder has no board yet. Setting one up looks first at what is here: ids in commits, branches and notebooks, runs, a Backlog.md folder, exported issues. You choose what the board begins with, and see every file before it is written. Your own files stay as they are.")}</p>
      <button class="primary" onClick={() => { choose("setUpBoard"); }}>{t("Set Up a Board")}</button>
    </div>
  );
}

function NoPython({ why }: { why: string }) {
  return (
    <div class="standing" role="alert">
      <p>{why}</p>
      <p>{t("Select one that you have. Or install Python, or uv, which brings one, and try again.")}</p>
      <div class="ways">
        <button class="primary" onClick={() => { run("selectInterpreter"); }}>{t("Select Interpreter")}</button>
        <button class="action" onClick={() => { run("restart"); }}>{t("Try Again")}</button>
        <button class="action" onClick={() => { run("showLog"); }}>{t("Show Log")}</button>
      </div>
    </div>
  );
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  document.getElementById("filter")?.focus();
});
if (!(view.value.page in pages)) show({ page: "board" }); // kept by a version that had another one
render(<App />, document.body);
ask();
