// Every action of the tab without a mouse, over the example; and a card that is dragged with one.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { copyOfExample, today } from "../editor/example.mjs";
import { until } from "../editor/until.mjs";
import { openTab, pages, themes } from "./harness.mjs";

let folder;
let tab;
let page;

before(async () => {
  folder = await copyOfExample();
  tab = await openTab({ folder, today, theme: themes.dark });
  page = tab.page;
});

beforeEach(() => {
  tab.chosen.length = 0;
});

after(async () => {
  await tab?.close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

const press = (key) => page.keyboard.press(key);
const card = (id) => page.getByRole("article", { name: new RegExp(`, ${id}, `) }).first();
const column = (lane, status) => page.getByRole("region", { name: lane, exact: true }).getByRole("group", { name: new RegExp(`^${status}`) });
const focusedCard = () => page.evaluate(() => document.activeElement.dataset.card ?? "");
const open = async (name) => {
  await page.getByRole("tab", { name }).click();
  await page.locator("main").getByText(pages[name]).first().waitFor();
};

/** What Tab comes to, and of that what does not show that it has the focus. What arrows lead to counts where one of it is a stop. */
async function walk() {
  const wanted = await page.evaluate(() => {
    const all = [...document.querySelectorAll("button, select, input, summary, a[href], [tabindex]")].filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.disabled);
    const alone = all.filter((each) => !each.closest("[data-card], [role=tab]") && each.id !== "item");
    for (const each of alone) each.dataset.wanted = "";
    document.activeElement.blur();
    return alone.length + 30;
  });
  const faint = [];
  for (let at = 0; at < wanted; at += 1) {
    await press("Tab");
    const what = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === document.body) return "";
      delete element.dataset.wanted;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { width, height, bottom, top } = element.getBoundingClientRect();
      const isSeen = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && width > 0 && height > 0 && bottom > 0 && top < innerHeight;
      return isSeen ? "" : element.outerHTML.slice(0, 200);
    });
    if (what) faint.push(what);
  }
  const missed = await page.evaluate(() => [...document.querySelectorAll("[data-wanted]")].map((each) => each.outerHTML.slice(0, 200)));
  return { missed, faint };
}

for (const name of Object.keys(pages)) {
  test(`everything on ${name} is reached by Tab, and shows that it has the focus`, async () => {
    await open(name);
    assert.deepEqual(await walk(), { missed: [], faint: [] });
  });
}

test("everything of an item is reached by Tab", async () => {
  await open("Board");
  await card("EXP-23").click();
  await page.getByRole("complementary").getByText("What happened").waitFor();
  assert.deepEqual(await walk(), { missed: [], faint: [] });
  await page.getByRole("button", { name: "Close" }).press("Enter");
});

test("arrows lead to every card and to every page", async () => {
  await open("Board");
  const all = await page.locator("[data-card]").evaluateAll((cards) => cards.map((each) => each.dataset.card));
  await page.locator("[data-card]").first().focus();
  const reached = new Set();
  for (const _ of all) {
    reached.add(await focusedCard());
    await press("ArrowDown");
  }
  assert.deepEqual(all.filter((each) => !reached.has(each)), []);
  await page.getByRole("tab", { name: "Board" }).focus();
  for (const name of ["Sprint", "Models", "Flow", "Learnings", "Now", "Board"]) {
    await press("ArrowRight");
    assert.equal(await page.evaluate(() => document.activeElement.id), `tab-${name.toLowerCase()}`);
  }
});

test("the day of Flow is chosen by arrows, and its numbers are opened by Enter", async () => {
  await open("Flow");
  await page.getByRole("slider").focus();
  await press("ArrowLeft");
  await page.getByText("As of 2026-11-15").waitFor();
  await press("End");
  await page.getByText("As of 2026-11-16").waitFor();
  await page.getByLabel("Numbers: Done by week").focus();
  await press("Enter");
  await page.getByRole("columnheader", { name: "research" }).first().waitFor();
});

/** Have what was told last told again, as it is when somebody else changes a file. */
const toldAgain = () => page.evaluate((data) => window.postMessage({ ...data, isNew: true }), tab.told.findLast(({ isNew }) => isNew));

test("what is typed stays as it is typed, whatever is told meanwhile", async () => {
  await open("Board");
  const field = page.getByRole("searchbox");
  await field.focus();
  for (const key of "EXP-23 ") {
    await press(key);
    await toldAgain();
  }
  await until(() => page.locator("[data-card]").count(), (count) => count === 1);
  await page.keyboard.type("Add");
  await until(() => field.inputValue(), (text) => text === "EXP-23 Add");
  await page.getByRole("button", { name: "Clear" }).click();
  await until(() => page.locator("[data-card]").count(), (count) => count > 1);
  assert.equal(await field.inputValue(), "");
});

test("the slider of Flow stays where it is moved to, whatever is told meanwhile", async () => {
  await open("Flow");
  await page.getByRole("slider").focus();
  for (const _ of [1, 2, 3]) {
    await press("ArrowLeft");
    await toldAgain();
  }
  await page.getByText("As of 2026-11-13").waitFor();
  await press("End");
  await page.getByText("As of 2026-11-16").waitFor();
});

test("a card is dragged to another column of its lane, which says what the drop does", async () => {
  await open("Board");
  await drag("EXP-25", column("research", "running"));
  await until(() => page.locator(".column.target").getAttribute("data-status").catch(() => ""), (status) => status === "running");
  assert.match(await column("research", "running").innerText(), /running 3 · limit 3/);
  await page.mouse.up();
  const [{ request, ids, onto }] = await until(() => [...tab.chosen], ({ length }) => length > 0);
  assert.deepEqual([request, ids, onto], ["move", [`${tab.server.uri}\nEXP-25`], `${tab.server.uri}\n\n\nresearch\nrunning`]);
  const { choices } = await tab.server.connection.sendRequest("dualtrack/choices", { request, ids, onto });
  assert.deepEqual(choices.map(({ status }) => status), ["running"]);
  assert.equal(await page.locator(".column.target").count(), 0);
});

test("a column of another lane takes no card, and neither does what is no column", async () => {
  await open("Board");
  for (const place of [column("production", "backlog"), page.getByRole("searchbox")]) {
    await drag("EXP-25", place);
    assert.equal(await page.locator(".column.target").count(), 0);
    await page.mouse.up();
  }
  await drag("EXP-25", column("research", "evaluating")); // dragging goes on to work
  await page.mouse.up();
  const chosen = await until(() => [...tab.chosen], ({ length }) => length > 0);
  assert.deepEqual(chosen.map(({ onto }) => onto.split("\n").at(-1)), ["evaluating"]);
});

test("Escape cancels a drag", async () => {
  await open("Board");
  await drag("EXP-25", column("research", "running"));
  await press("Escape");
  await page.mouse.up();
  await until(() => page.locator(".column.target").count(), (count) => count === 0);
  await card("EXP-25").focus();
  await press("Shift+F10"); // the next message is this one
  const chosen = await until(() => [...tab.chosen], ({ length }) => length > 0);
  assert.deepEqual(chosen.map(({ request }) => request), ["menu"]);
});

/** Picks a card up with the mouse and holds it over the middle of a place. */
async function drag(id, place) {
  await card(id).hover();
  await page.mouse.down();
  const { x, y, width, height } = await place.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
  await page.mouse.move(x + width / 2 + 2, y + height / 2 + 2, { steps: 2 });
}
