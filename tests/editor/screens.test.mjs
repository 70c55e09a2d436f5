// The tab, the board and a hover card in every kind of theme, narrow and wide, for somebody to look at.
// With DUALTRACK_PICTURES=1 the README's pictures in docs/images are taken anew.
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import { violations } from "../webview/axe.mjs";
import { openWorkbench, testedVersion, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";
import { card, shownTab } from "./shown_tab.mjs";

const exp23 = "tracks/experiments/EXP-23 Add support-ticket features.md";
const themes = {
  dark: "Default Dark Modern",
  light: "Default Light Modern",
  "high-contrast": "Default High Contrast",
  "high-contrast-light": "Default High Contrast Light",
};

const worn = JSON.parse(readFileSync("tests/webview/themes.json", "utf8"));
const texts = {
  Now: /EXP-23 Add support-ticket features[\s\S]*4 days ago/,
  Sprint: /sprint-5[\s\S]*Burndown/,
  Models: /churn@1\.2[\s\S]*champion/,
  Flow: /Items of research[\s\S]*Cycle time/,
  Learnings: /EXP-21 Oversample the churners[\s\S]*Decided not to pursue/,
};

/** What differs from one version to the next is the colours; the rest is shown, and taken, in the newest alone. */
const isNewest = testedVersion === "1.139";

let folder;
let w;

before(async () => {
  folder = await copyOfExample();
  w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: today }, size: { width: 1440, height: 900 } });
  await w.openSidebar();
});

after(async () => {
  await w?.close();
  if (folder) rmSync(path.dirname(folder), { recursive: true, force: true });
});

/** Have a picture be one of the README's. */
const keep = (shot, picture) => {
  if (process.env.DUALTRACK_PICTURES) copyFileSync(path.join(w.shots, shot), path.join("docs", "images", picture));
};

test("the board in a tab, in every theme", async () => {
  await w.command("Dualtrack: Open Board");
  const frame = await shownTab(w);
  await until(() => card(frame, "EXP-23").innerText(), (text) => /0\.7311 ≥ 0\.72/.test(text));
  for (const [name, theme] of Object.entries(themes)) {
    await w.wear(theme);
    const names = Object.keys(worn[name]);
    const variables = () => frame.evaluate((all) => Object.fromEntries(all.map((each) => [each, document.documentElement.style.getPropertyValue(each)])), names);
    // What the tests in a browser take for this theme.
    if (isNewest) await until(variables, (each) => isDeepStrictEqual(each, worn[name]));
    await w.screenshot(`tab-${name}`);
    assert.deepEqual(await violations(frame), []); // of the other pages with the same colours the tests in a browser
    if (!isNewest) continue;
    await card(frame, "EXP-23").click();
    await frame.getByText("What happened").waitFor();
    await w.screenshot(`tab-item-${name}`);
    await frame.getByRole("button", { name: "Close" }).click();
    for (const [title, text] of Object.entries(texts)) {
      await frame.getByRole("tab", { name: title }).click();
      await until(() => frame.locator("main").innerText(), (shown) => text.test(shown));
      await w.screenshot(`tab-${title.toLowerCase()}-${name}`);
    }
    await frame.getByRole("tab", { name: "Board" }).click();
    await w.resize(800, 700);
    await w.screenshot(`tab-${name}-narrow`);
    await w.resize(1440, 900);
  }
  keep("tab-dark.png", "tab.png");
});

test("the board and a hover card, in every theme", { skip: isNewest ? false : "in the newest alone" }, async () => {
  await w.command("View: Close All Editors");
  await w.resize(1440, 810);
  await until(() => w.board(), (rows) => rows.some(({ description }) => description.includes("0.7311 ✓")));
  const { width } = await w.page.locator(".sidebar").boundingBox();
  await w.openFile(exp23);
  await until(() => w.editor.squiggles(), ({ warning }) => warning === 1);
  for (const [name, theme] of Object.entries(themes)) {
    await w.widenSidebar(width);
    await w.wear(theme);
    await w.screenshot(`${name}-narrow`);
    await w.widenSidebar(480);
    await w.screenshot(`${name}-wide`);
    assert.match(await w.editor.hover("EXP-23"), /val_f1 0\.7311/);
    await w.screenshot(name);
  }
  keep("dark.png", "dark.png");
});
