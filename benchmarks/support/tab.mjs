// How long the tab takes to draw: `tab.mjs BOARD FLOW` prints JSON. BOARD is a folder, FLOW a file with parts of the page Flow.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { until } from "../../tests/editor/until.mjs";
import { openTab } from "../../tests/webview/harness.mjs";

const [folder, flow] = process.argv.slice(2);
const rounds = 5;
const status = '[data-column$="\\a production\\a in-progress"]';

const tab = await openTab({ folder, today: "2026-11-16" });
const { page } = tab;
try {
  await page.evaluate(measuring);
  await page.locator("[data-card]").first().waitFor();
  const first = await quiet();
  const best = async (measure) => {
    const figures = [];
    for (let round = 0; round < rounds; round += 1) figures.push(await measure());
    return Math.min(...figures);
  };

  // One card's file is edited and edited back: what the server says of it is what the webview is told in a drop.
  const id = await page.locator('[data-column$="\\a production\\a backlog"] [data-card]').first().getAttribute("data-card");
  const { choices } = await tab.server.connection.sendRequest("dualtrack/choices", { request: "open", ids: [id], onto: null });
  const file = choices[0].description;
  const text = readFileSync(path.join(folder, file), "utf8");
  const told = async (next) => {
    tab.told.length = 0;
    writeFileSync(path.join(folder, file), next);
    const start = performance.now();
    await tab.server.changed(file);
    const [message] = await until(() => tab.told, ({ length }) => length > 0, { every: 1 });
    return { message, after: performance.now() - start };
  };
  const away = await told(text.replace("status: backlog", "status: in-progress"));
  const back = await told(text);
  const drop = async () => {
    await page.evaluate((message) => Object.assign(window, { answer: message, dropped: 0 }), away.message);
    await page.locator(`[data-card="${CSS(id)}"]`).dragTo(page.locator(status));
    const time = await (await page.waitForFunction(() => window.dropped)).jsonValue();
    await page.evaluate((message) => { window.answer = undefined; return window.paint([message]); }, back.message);
    return time;
  };
  const figures = {
    parts: first.reduce((sum, { set }) => sum + Object.keys(set).length, 0),
    paint: await best(() => page.evaluate((messages) => window.paint(messages), [{ ...first[0], isNew: true }, ...first.slice(1)])),
    drawn: await page.locator("[data-card]").count(),
    update: JSON.stringify(away.message).length,
    server: away.after,
    drop: await best(drop),
    scroll: await best(() => page.evaluate(() => window.scrolled())),
    drag: await best(dragged),
    idle: await best(() => page.evaluate(() => window.longestFrame(1500))),
  };
  await page.getByRole("tab", { name: "Flow" }).click();
  await quiet();
  const [whole, other] = JSON.parse(readFileSync(flow, "utf8")).map((part) => ({ page: "flow", isNew: false, set: { [`${tab.server.uri}\nflow`]: part }, removed: [] }));
  await page.evaluate((message) => window.paint([message]), whole);
  await page.locator("figure").first().waitFor();
  figures.flow = await best(() => page.evaluate(async (messages) => (await window.paint([messages[0]]), window.paint([messages[1]])), [whole, other]));
  if (tab.errors.length > 0) throw new Error(tab.errors.join("\n"));
  console.log(JSON.stringify(figures));
} finally {
  await tab.close();
}

/** All that the server has told, once it tells nothing more. */
async function quiet() {
  let count = -1;
  await until(() => tab.told.length, (now) => now > 0 && now === count || ((count = now), false), { every: 1000 });
  return [...tab.told];
}

async function dragged() {
  const column = await page.locator(status).boundingBox();
  const card = await page.locator('[data-column$="\\a production\\a backlog"] [data-card]').first().boundingBox();
  await page.mouse.move(card.x + 40, card.y + 20);
  await page.mouse.down();
  await page.mouse.move(card.x + 60, card.y + 30, { steps: 5 });
  const frames = page.evaluate(() => window.longestFrame(1500));
  for (let turn = 0; turn < 6; turn += 1) {
    await page.mouse.move(column.x + 30, column.y + 60 + turn * 10, { steps: 10 });
    await page.mouse.move(card.x + 30, card.y + 60 + turn * 10, { steps: 10 });
  }
  const longest = await frames;
  await page.keyboard.press("Escape");
  await page.mouse.up();
  return longest;
}

function CSS(text) {
  return text.replaceAll("\n", "\\a ").replaceAll('"', '\\"');
}

/** In the page: what measures. */
function measuring() {
  const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  window.paint = async (messages) => {
    if (messages[0].isNew) {
      window.postMessage({ ...messages[0], set: {}, removed: [] });
      await frame();
      await frame();
    }
    const start = performance.now();
    for (const message of messages) window.postMessage(message);
    const last = new Promise((done) => {
      window.addEventListener("message", function hear({ data }) {
        if (data !== "last") return;
        window.removeEventListener("message", hear);
        done();
      });
    });
    window.postMessage("last");
    await last;
    await frame();
    return performance.now() - start;
  };
  window.longestFrame = async (milliseconds) => {
    const end = performance.now() + milliseconds;
    let longest = 0;
    let before = await new Promise(requestAnimationFrame);
    while (before < end) {
      const now = await new Promise(requestAnimationFrame);
      longest = Math.max(longest, now - before);
      before = now;
    }
    return longest;
  };
  window.scrolled = async () => {
    const columns = [...document.querySelectorAll(".cards")].sort((a, b) => b.scrollHeight - a.scrollHeight).slice(0, 2);
    let longest = 0;
    for (const scroller of [...columns, document.querySelector("main")]) {
      const timer = setInterval(() => { scroller.scrollTop += 80; }, 16);
      longest = Math.max(longest, await window.longestFrame(1500));
      clearInterval(timer);
      scroller.scrollTop = 0;
    }
    return longest;
  };
  // Answers a drop at once, as the server would, and counts the time until the card is drawn where it was dropped.
  const post = window.toHost;
  window.toHost = (message) => {
    if (!message.choose || !window.answer) return post(message);
    const start = performance.now();
    void window.paint([window.answer]).then(() => { window.dropped = performance.now() - start; });
  };
}
