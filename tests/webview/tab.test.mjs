// The tab in a browser, filled by a real server: what the keyboard and the mouse do, and what is said to VS Code.
import assert from "node:assert/strict";
import { mkdtempSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { today } from "../editor/example.mjs";
import { until } from "../editor/until.mjs";
import { violations } from "./axe.mjs";
import { openTab, sharedWithWebview } from "./harness.mjs";

const hostile = {
  markup: '<img src=x onerror="document.title=1"><script>document.title=1</script>',
  links: "[x](command:dualtrack.restart) https://example.org",
  "right-to-left": "\u202Eتجربة \u2066(abc)",
  long: "long ".repeat(2000),
};
const titles = Object.values(hostile);
const files = {
  "dualtrack.yaml": "tracks:\n  production: {statuses: [backlog, {review: {wip: 1}}], closed: [done]}\nmembers: {ana: {}}\n",
  "tracks/sprints/sprint-1.md": `---\nid: sprint-1\ngoal: ${JSON.stringify(titles[0])}\nstart: 2026-11-10\nend: 2026-11-20\n---\n`,
  "tracks/models/churn-1.md": `---\nid: churn@1\nstage: testing\nchange: ${JSON.stringify(titles.join(" "))}\n---\n`,
};
titles.forEach((title, at) => {
  const kept = `title: ${JSON.stringify(title)}\nassignee: ${JSON.stringify(title.slice(0, 40))}\nsprint: sprint-1\nmodel: churn@1\nblocked: {kind: data, since: 2026-11-01, reason: ${JSON.stringify(title)}}`;
  files[`tracks/tasks/TASK-${at + 1}.md`] = `---\nid: TASK-${at + 1}\n${kept}\nstatus: backlog\ndue: 2026-11-01\n---\n`;
  const decided = `status: decided\ndecision: inconclusive\nclosed: 2026-11-02\nhypothesis: ${JSON.stringify(title)}\nlearnings: ${JSON.stringify(title)}`;
  files[`tracks/experiments/EXP-${at + 1}.md`] = `---\nid: EXP-${at + 1}\n${kept}\n${decided}\n---\n`;
});
files["tracks/tasks/TASK-9.md"] = "---\nid: TASK-9\ntitle: In review\nstatus: review\n---\n";
files["tracks/experiments/EXP-9.md"] = "---\nid: EXP-9\ntitle: Running\nstatus: running\nstarted: 2026-11-15\ntimebox: 5 days\n---\n";

let folder;
let tab;
let page;

before(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-tab-")));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  tab = await openTab({ folder, today });
  page = tab.page;
  await card("TASK-1").waitFor();
});

after(async () => {
  await tab?.close();
  rmSync(folder, { recursive: true, force: true });
});

const card = (id) => page.locator("[data-card]", { has: page.locator(".id", { hasText: new RegExp(`^${id}$`) }) }).first();
const focused = () => page.evaluate(() => document.activeElement.querySelector(".id")?.textContent);
const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};
const chosen = async () => {
  const [found] = await until(() => tab.chosen.splice(0), ({ length }) => length > 0);
  return { ...found, ids: found.ids.map((id) => id.split("\n").at(-1)) };
};
const open = (title) => page.getByRole("tab", { name: title }).click();

test("a card is moved by keyboard: it is said what a drop does, and the focus stays on it", async () => {
  await card("TASK-1").focus();
  await press(" ", "ArrowRight");
  const review = page.getByRole("group", { name: /^review/ });
  assert.match(await review.innerText(), /review 2 · over the limit of 1/);
  assert.equal(await page.locator(".said").innerText(), "Move to review, 2 · over the limit of 1, Enter drops, Escape cancels");
  await press("Escape");
  assert.match(await review.innerText(), /review 1 · limit 1/);
  await press(" ", "ArrowRight", "Enter");
  const { request, ids, onto } = await chosen();
  assert.deepEqual([request, ids, onto.split("\n").at(-1)], ["move", ["TASK-1"], "review"]);

  const file = "tracks/tasks/TASK-1.md";
  const text = readFileSync(path.join(folder, file), "utf8");
  writeFileSync(path.join(folder, file), text.replace("status: backlog", "status: review"));
  await tab.server.changed(file);
  await review.locator("[data-card]").nth(1).waitFor();
  assert.equal(await focused(), "TASK-1");
});

test("a drop that ends an experiment says that it asks for the decision", async () => {
  await card("EXP-9").focus();
  await press(" ", "ArrowRight", "ArrowRight");
  assert.match(await page.locator(".said").innerText(), /^Move to decided, asks for the decision/);
  await press("Escape");
});

test("a card that is not drawn any more is let go: Enter on another one does not drop it", async () => {
  const pageOf = (name) => page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
  const later = "tracks/tasks/TASK-8.md";
  const lets = {
    "another page": async () => { await pageOf("Now"); await page.getByRole("tabpanel", { name: /^Now/ }).waitFor(); await pageOf("Board"); },
    "other lanes": async () => { await page.getByLabel("Lanes by").selectOption("person"); await page.getByLabel("Lanes by").selectOption("track"); },
    "a deleted file": async () => { rmSync(path.join(folder, later)); await tab.server.changed(later); await card("TASK-8").waitFor({ state: "detached" }); },
  };
  writeFileSync(path.join(folder, later), "---\nid: TASK-8\ntitle: Later\nstatus: backlog\n---\n");
  await tab.server.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: `${tab.server.uri}/${later}`, type: 1 }] });
  for (const [why, happens] of Object.entries(lets)) {
    await card("TASK-8").focus();
    await press(" ", "ArrowRight");
    await page.locator(".column.target").waitFor();
    await happens();
    await card("TASK-9").focus();
    await press("Enter");
    await page.getByRole("complementary", { name: /^TASK-9 / }).waitFor({ timeout: 5000 }).catch(() => assert.fail(`after ${why}, ${JSON.stringify(tab.chosen)}`));
    assert.deepEqual(tab.chosen, []);
    await press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
  }
});

test("every action without a mouse", async () => {
  await card("TASK-2").focus();
  await press("Shift+F10");
  assert.deepEqual(await chosen(), { request: "menu", ids: ["TASK-2"], onto: null });
  await press("ArrowDown");
  assert.equal(await focused(), "TASK-3");
  await press("Home");
  assert.equal(await focused(), "TASK-2");
  await press("End");
  assert.equal(await focused(), "TASK-4");
  await press("ArrowRight");
  assert.equal(await focused(), "TASK-9");
  await press("Tab"); // the board is one stop, at the card that had the focus last
  assert.equal(await page.evaluate(() => document.activeElement.dataset.card), undefined);
  await press("Shift+Tab");
  assert.equal(await focused(), "TASK-9");
  assert.equal(await page.locator("[data-card][tabindex='0']").count(), 1);
  await press("/");
  await page.keyboard.type("In review");
  await until(() => page.locator("[data-card]").count(), (count) => count === 1);
  await press("Control+A", "Delete");
  await until(() => page.locator("[data-card]").count(), (count) => count > 1);

  await page.getByRole("tab", { name: "Board" }).focus();
  await press("ArrowLeft");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-now");
  await page.locator("li").first().waitFor();
  // From the tab on, every button of the page is reached by Tab, and does by Enter what it does by a click.
  const wanted = await page.locator("main button").count();
  assert.ok(wanted > 5);
  const reached = new Set();
  for (let at = 0; at < wanted + 20; at += 1) {
    await press("Tab");
    const name = await page.evaluate(() => document.activeElement.closest("main") && (document.activeElement.ariaLabel ?? document.activeElement.textContent));
    if (name) reached.add(name);
  }
  assert.equal(reached.size, wanted);
  await page.getByRole("button", { name: "Unblock TASK-2" }).focus();
  await press("Enter");
  assert.deepEqual(await chosen(), { request: "unblock", ids: ["TASK-2"], onto: null });
  await open("Board");
});

test("texts are texts on every page, and axe finds nothing", async () => {
  for (const [name, text] of Object.entries({ Board: titles, Now: titles, Sprint: titles, Models: titles, Learnings: titles, Flow: [] })) {
    await open(name);
    for (const each of text) {
      const shown = async () => (await page.locator("main").evaluate((main) => main.textContent)).includes(each.trim());
      await until(shown, Boolean).catch(() => assert.fail(`${name} does not show ${each.slice(0, 60)}`));
    }
    assert.equal(await page.locator("main").locator("img, a, script, iframe").count(), 0, name);
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth);
    assert.equal(wide, 0, `${name} is wider than the window`);
    assert.deepEqual((await violations(page)).filter((each) => !each.startsWith("color-contrast")), [], name); // without a theme there are no colours
  }
  assert.equal(await page.title(), "Dualtrack");
  assert.deepEqual(tab.errors, []);
});

test("without a Python it says why, and what can be done", async () => {
  await page.evaluate(() => window.postMessage({ phase: { is: "noPython", why: "Dualtrack needs Python 3.11 or newer; found none." } }));
  await page.getByRole("alert").getByText("found none").waitFor();
  assert.equal(await page.locator("[data-card]").count(), 0);
  tab.chosen.length = 0;
  for (const [title, run] of [["Select Interpreter", "selectInterpreter"], ["Try Again", "restart"], ["Show Log", "showLog"]]) {
    await page.getByRole("button", { name: title }).press("Enter");
    assert.deepEqual((await until(() => tab.chosen.splice(0), ({ length }) => length > 0))[0], { run });
  }
  await page.evaluate(() => window.postMessage({ phase: { is: "running", why: "" } }));
  await page.getByRole("alert").waitFor({ state: "detached" });
});

test("of what a webview sends only the agreed messages are taken", async () => {
  const { asked } = await sharedWithWebview("host.ts");
  const show = { page: "now", filters: { text: ["a"] }, date: "", item: "" };
  const choose = { request: "move", ids: ["a"], onto: null };
  for (const good of [{ show }, { copy: show }, { choose }, { choose: { ...choose, request: "menu", onto: "b" } }, { run: "restart" }, { run: "selectInterpreter" }, { run: "showLog" }]) assert.deepEqual(asked(good), good);
  assert.deepEqual(asked({ show: { ...show, command: "x" }, more: 1 }), { show }); // and nothing beside them
  const bad = [
    ...[undefined, null, 1, "restart", [], {}, { restart: true }, { run: "quit" }, { run: "undo" }, { run: ["restart"] }, { run: 1 }, { command: "workbench.action.quit" }],
    ...[{ ...show, page: 1 }, { ...show, date: null }, { ...show, item: ["a"] }, { ...show, filters: { text: "a" } }, { ...show, filters: { text: [1] } }].flatMap((each) => [{ show: each }, { copy: each }]),
    ...["undo", "filter", "dualtrack.change", "toString", "", 1, null, ["move"]].map((request) => ({ choose: { ...choose, request } })),
    ...[undefined, "a", [1], { 0: "a" }].map((ids) => ({ choose: { ...choose, ids } })),
    ...[undefined, 1, {}, ["a"]].map((onto) => ({ choose: { ...choose, onto } })),
  ];
  for (const each of bad) assert.deepEqual(asked(each), {}, JSON.stringify(each));
});

test("what is shown is copied as a link, which leads there again", async () => {
  const { linkTo, linked } = await sharedWithWebview("link.ts");
  const { name, publisher } = JSON.parse(readFileSync("package.json", "utf8"));
  const follow = (link) => {
    const [, path, query = ""] = /^vscode:\/\/[^/]+([^?]*)\??(.*)$/.exec(link);
    return linked({ path, query: decodeURIComponent(query) }); // as VS Code gives it
  };
  assert.equal(linkTo("vscode", { page: "flow", filters: {}, date: "", item: "" }), `vscode://${publisher}.${name}/flow`);
  const filters = { track: ["research"], text: ["a & b=c +ü% #1"] };
  const shown = { view: { page: "board", filters, date: "2026-11-16" }, item: "EXP-9" };
  const link = linkTo("vscode", { ...shown.view, item: "file:///home/me/churn\nEXP-9\nsprint-1" });
  assert.match(link, /^[\x21-\x7e]+track=research[\x21-\x7e]+&item=EXP-9$/);
  assert.deepEqual(follow(link), shown);

  const nothing = { view: { page: "board", filters: {}, date: "" }, item: "" };
  const odd = ["command=workbench.action.quit", "item=a%0Ab", `text=${"x".repeat(201)}`, "date=tomorrow", "folder=/etc", "__proto__=x", "trail=x"];
  for (const each of odd) assert.deepEqual(follow(`vscode://x/board?${each}`), nothing, each);
  for (const path of ["", "/", "/toString", "/board/..", "/Board", "//board"]) assert.equal(linked({ path, query: "" }), undefined, path);

  await page.evaluate((message) => window.postMessage(message), { view: { page: "board", filters: { text: ["Running"] }, date: "" }, item: "exp-9" });
  await page.getByRole("complementary", { name: "EXP-9 Running" }).waitFor();
  assert.equal(await page.locator("[data-card]").count(), 1);
  assert.equal(await page.locator("#filter").inputValue(), "Running");
  tab.chosen.length = 0;
  await page.getByRole("button", { name: "Copy Link" }).click();
  const copied = await until(() => tab.chosen.splice(0), ({ length }) => length > 0);
  assert.deepEqual(copied, [{ copy: { page: "board", filters: { text: ["Running"] }, date: "", item: "exp-9" } }]);
});
