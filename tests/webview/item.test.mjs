// The item beside the page, in a browser and filled by a real server: the keyboard, live updates, hostile texts, and pictures of it
// in every kind of theme, wide and narrow, in tests/webview/out for somebody to look at.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { copyOfExample, today } from "../editor/example.mjs";
import { until } from "../editor/until.mjs";
import { violations } from "./axe.mjs";
import { openTab, themes, wear } from "./harness.mjs";

const exp23 = "tracks/experiments/EXP-23 Add support-ticket features.md";
const markup = '<img src=x onerror="document.title=1"> [x](command:dualtrack.restart) https://example.org';
const long = "long ".repeat(2000).trim();
const rtl = "\u202Eتجربة \u2066(abc)";
const hostile = {
  "tracks/experiments/EXP-66.md": `---\nid: EXP-66\ntitle: ${JSON.stringify(`Title ${markup}`)}\nstatus: decided\nstarted: 2026-11-02\ntimebox_days: 5\nclosed: 2026-11-04
decision: inconclusive\nreason: ${JSON.stringify(`Reason ${markup}`)}\nassignee: ${JSON.stringify(rtl)}\nhypothesis: ${JSON.stringify(`Hypothesis ${markup} ${long}`)}
success_criteria: [${JSON.stringify("val_f1 >= 0.72")}]\ndepends_on: [TASK-66]\nnotebooks: [${JSON.stringify("notebooks/<b>.ipynb")}]\n---\n
## Definition of Done\n\n- [x] Line \`<img src=x>\` ${rtl}\n- [ ] ${long}\n\n## Learnings\n\nLearned ${markup} ${rtl}\n`,
  "tracks/tasks/TASK-66.md": `---\nid: TASK-66\ntitle: ${JSON.stringify(`Blocker ${markup}`)}\nstatus: backlog\nblocked: {kind: data, since: 2026-11-01, reason: ${JSON.stringify(markup)}}\n---\n`,
};

let folder;
let tab;
let page;

before(async () => {
  folder = await copyOfExample();
  for (const [file, text] of Object.entries(hostile)) writeFileSync(path.join(folder, file), text);
  tab = await openTab({ folder, today, theme: themes.dark, size: { width: 1280, height: 900 } });
  page = tab.page;
  await card("EXP-23").getByText("met once").waitFor();
});

after(async () => {
  await tab?.close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

const card = (id) => page.getByRole("article", { name: new RegExp(`, ${id}, `) }).first();
const item = () => page.getByRole("complementary");
const id = (key) => `${tab.server.uri}\n${key}`;
const show = async (key, words) => {
  await page.evaluate((wanted) => window.postMessage({ item: wanted }), id(key));
  await item().getByText(words).first().waitFor();
};
const press = (key) => page.keyboard.press(key);
const hasFocus = (locator) => locator.evaluate((element) => element === document.activeElement);
const chosen = async () => (await until(() => tab.chosen.splice(0), ({ length }) => length > 0))[0];

test("Enter on a card shows its item, with the focus inside; Escape brings the focus back to the card", async () => {
  await card("EXP-23").focus();
  await press("Enter");
  await item().getByText("Next decide: the timebox is 4 days over").waitFor();
  await until(() => hasFocus(item()), Boolean);
  assert.equal(await card("EXP-23").getAttribute("aria-current"), "true");
  const told = await until(() => item().innerText(), (text) => text.includes("proven: run exp-23-words")); // once git has told
  for (const words of ["running · 4 days over", "0.7311 ≥ 0.72, met once", "+0.037 against the baseline", "exp-23-words", "proposed → running", "ticket_features.ipynb"]) {
    assert.ok(told.includes(words), `${words} in ${told}`);
  }
  await item().getByRole("img", { name: /^val_f1, run by run: .*best 0\.7311, asked ≥ 0\.72, baseline/ }).waitFor();
  await press("Escape");
  await item().waitFor({ state: "detached" });
  await until(() => hasFocus(card("EXP-23")), Boolean);
});

test("what is sent of an item is drawn, even if it comes before the browser has painted the item's page", async () => {
  await page.evaluate((wanted) => {
    Object.assign(window, { toHost: () => undefined, ask: window.toHost }); // or the server would send more, which draws all
    const head = { part: "head", id: "EXP-24", title: "Sent at once", kind: "", path: "", state: "", lines: [], next: "" };
    new MutationObserver((_, observer) => {
      if (!document.getElementById("item")) return;
      observer.disconnect();
      window.dispatchEvent(new MessageEvent("message", { data: { page: "board", set: { [`item\n${wanted}\nhead`]: head } } }));
    }).observe(document.body, { childList: true, subtree: true });
    window.postMessage({ item: wanted });
  }, id("EXP-24"));
  await item().getByRole("heading", { name: "Sent at once" }).waitFor();
  await page.evaluate(() => void (window.toHost = window.ask));
  await press("Escape");
  await item().waitFor({ state: "detached" });
});

test("from item to item, and back by Backspace", async () => {
  await card("EXP-23").click();
  const needed = item().getByRole("button", { name: /^OPS-4/ });
  await needed.focus();
  await press("Enter");
  await item().getByRole("heading", { name: "Deploy churn 1.2 behind a flag" }).waitFor();
  await until(() => hasFocus(item()), Boolean);
  await press("Backspace");
  await item().getByRole("heading", { name: "Add support-ticket features" }).waitFor();
  await press("Backspace");
  await item().waitFor({ state: "detached" });
  await until(() => hasFocus(card("EXP-23")), Boolean);
});

test("every button of the page is reached by Tab, and asks for choices only", async () => {
  await card("EXP-23").click();
  await item().getByText("What happened").waitFor();
  const wanted = await item().getByRole("button").evaluateAll((all) => all.map((each) => each.ariaLabel ?? each.textContent));
  assert.ok(wanted.length > 10);
  const reached = [];
  for (let at = 0; at < wanted.length + 10; at += 1) {
    await press("Tab");
    reached.push(await page.evaluate(() => document.activeElement.closest("#item") && (document.activeElement.ariaLabel ?? document.activeElement.textContent)));
  }
  assert.deepEqual(wanted.filter((name) => !reached.includes(name)), []);
  const presses = [
    [/^Open File$/, { request: "open", onto: null }],
    [/^All actions$/, { request: "menu", onto: null }],
    [/^Decide…$/, { request: "decide", onto: null }],
    [/^Extend the timebox/, { request: "fix", onto: "Extend the timebox of EXP-23 by 5 days" }],
    [/ticket_features.ipynb/, { request: "open", onto: "notebooks/ticket_features.ipynb" }],
  ];
  for (const [name, asked] of presses) {
    await item().getByRole("button", { name }).focus();
    await press("Enter");
    assert.deepEqual(await chosen(), { ...asked, ids: [id("EXP-23")] });
  }
  const { choices } = await tab.server.connection.sendRequest("dualtrack/choices", { request: "open", ids: [id("EXP-23")], onto: "notebooks/ticket_features.ipynb" });
  assert.match(choices[0].arguments.uri, /^dualtrack-commit:\/[0-9a-f]{40}\/notebooks\/ticket_features\.ipynb\?file/);
  const other = { request: "open", ids: [id("EXP-23")], onto: "../secret" };
  await assert.rejects(tab.server.connection.sendRequest("dualtrack/choices", other), /is not in the journey of EXP-23/);
});

test("it is opened from every page, and what changes is sent alone", async () => {
  for (const [title, key] of [["Now", "EXP-23"], ["Sprint", "EXP-23"], ["Models", "churn@1.2"], ["Flow", "EXP-23"], ["Learnings", "EXP-21"]]) {
    await page.getByRole("tab", { name: title }).click();
    const link = page.locator(`main [data-item$="\\a ${key.replace("@", "\\@").replace(".", "\\.")}"]`).first();
    await link.click();
    await until(() => item().getAttribute("aria-label"), (label) => label?.startsWith(key));
    await until(() => hasFocus(item()), Boolean);
    await press("Escape");
    await until(() => hasFocus(link), Boolean).catch(() => assert.fail(title));
  }
  await page.getByRole("tab", { name: "Board" }).click();
  await card("EXP-23").waitFor();
  tab.told.length = 0;
  await card("EXP-23").click();
  await item().getByText("What happened").waitFor();
  assert.ok(tab.told.every(({ isNew, set }) => !isNew && Object.keys(set).every((key) => key.startsWith("item\n"))));
  tab.told.length = 0;
  const text = readFileSync(path.join(folder, exp23), "utf8");
  writeFileSync(path.join(folder, exp23), text.replace("- [ ] Metrics computed", "- [x] Metrics computed"));
  await tab.server.changed(exp23);
  await item().getByText("2 of 2").waitFor();
  const sent = tab.told.flatMap(({ set }) => Object.keys(set));
  assert.ok(sent.includes(`item\n${id("EXP-23")}\ndone`) && !sent.includes(`item\n${id("EXP-23")}\nruns`), sent.join());
  writeFileSync(path.join(folder, exp23), text);
  await tab.server.changed(exp23);
  await item().getByText("1 of 2").waitFor();
});

test("it outlives a reload without taking the focus, and says when the item is gone", async () => {
  await show("TASK-66", "Blocker");
  await page.reload();
  await page.evaluate(() => window.postMessage({ phase: { is: "running", why: "" } }));
  await wear(page, themes.dark);
  await item().getByText("Blocker").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY");
  rmSync(path.join(folder, "tracks/tasks/TASK-66.md"));
  await tab.server.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: `${tab.server.uri}/tracks/tasks/TASK-66.md`, type: 3 }] });
  await item().getByText("This item is no longer on the board.").waitFor();
  writeFileSync(path.join(folder, "tracks/tasks/TASK-66.md"), hostile["tracks/tasks/TASK-66.md"]);
  await tab.server.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: `${tab.server.uri}/tracks/tasks/TASK-66.md`, type: 1 }] });
  await item().getByText("Blocker").waitFor();
});

test("texts are texts in every part", async () => {
  await show("EXP-66", "Learnings");
  const told = await item().evaluate((element) => element.textContent);
  for (const words of [`Title ${markup}`, `Reason ${markup}`, `Hypothesis ${markup} ${long}`, "<img src=x>", long, `Blocker ${markup}`, rtl, "notebooks/<b>.ipynb"]) {
    assert.ok(told.includes(words), `${words.slice(0, 60)} in ${told.slice(0, 3000)}`);
  }
  assert.equal(await item().locator("img, a, script, iframe, b:not(p > b, li b)").count(), 0);
});

test("axe finds nothing, nothing is wider than its place, in every theme and width", async () => {
  const out = path.join(import.meta.dirname, "out");
  mkdirSync(out, { recursive: true });
  for (const [key, words] of [["EXP-66", "Learnings"], ["churn@1.1", "Deployment"], ["EXP-23", "What happened"]]) {
    for (const [width, height] of [[1280, 900], [700, 900], [480, 900]]) {
      await page.setViewportSize({ width, height });
      await show(key, words);
      for (const [name, theme] of Object.entries(themes)) {
        await wear(page, theme);
        const wide = await page.evaluate(() => [document.scrollingElement, document.querySelector("#item")].map((each) => each.scrollWidth - each.clientWidth));
        assert.deepEqual(wide, [0, 0], `${key} at ${width}`);
        if (key !== "EXP-66") await page.screenshot({ path: path.join(out, `item-${key}-${name}-${width}.png`) });
        assert.deepEqual(await violations(page), [], `${key}, ${name}, ${width}`);
      }
    }
  }
  assert.deepEqual(tab.errors, []);
  assert.equal(await page.title(), "Dualtrack");
});
