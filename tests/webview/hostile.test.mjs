// Texts of a repository with a history that are markup, links, very long or right-to-left stay texts: on Flow, and in each item.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { today } from "../editor/example.mjs";
import { until } from "../editor/until.mjs";
import { violations } from "./axe.mjs";
import { openTab, themes } from "./harness.mjs";

const titles = [
  '<img src=x onerror="document.title=1"><script>document.title=1</script>',
  "[x](command:dualtrack.restart) https://example.org",
  "\u202Eتجربة \u2066(abc)",
  "long ".repeat(2000).trim(),
];
const task = (id, title, status, more = "") => `---\nid: ${id}\ntitle: ${JSON.stringify(title)}\nassignee: ${JSON.stringify(title.slice(0, 40))}\nstatus: ${status}\n${more}---\n`;
const person = "Ana [x](command:y) &lt;b x";
let folder;
let tab;
let page;

before(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-hostile-")));
  const git = (day, ...args) => {
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_AUTHOR_DATE: `${day}T12:00:00Z`, GIT_COMMITTER_DATE: `${day}T12:00:00Z` };
    execFileSync("git", ["-c", `user.name=${person}`, "-c", "user.email=ana@example.org", ...args], { cwd: folder, env });
  };
  const write = (file, text) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  const commit = (day, subject) => {
    git(day, "add", "-A");
    git(day, "commit", "-qm", subject);
  };
  git("2026-11-01", "init", "-q", "-b", "main");
  write("dualtrack.yaml", "tracks:\n  production: {statuses: [backlog, in-progress], closed: [done]}\n");
  titles.forEach((title, at) => {
    const blocked = `blocked: {kind: data, since: 2026-11-05, reason: ${JSON.stringify(title)}}\n`;
    write(`tracks/tasks/TASK-${at + 1}.md`, task(`TASK-${at + 1}`, title, "in-progress", blocked));
    write(`tracks/tasks/OPS-${at + 1}.md`, task(`OPS-${at + 1}`, title, "in-progress"));
  });
  commit("2026-11-02", "Begin");
  titles.forEach((title, at) => write(`tracks/tasks/OPS-${at + 1}.md`, task(`OPS-${at + 1}`, title, "done", "closed: 2026-11-09\n")));
  commit("2026-11-09", "TASK-1: <img src=x onerror=alert(1)> [x](command:dualtrack.restart)");
  tab = await openTab({ folder, today, theme: themes.dark });
  page = tab.page;
  await page.getByRole("article", { name: /TASK-1/ }).first().waitFor();
});

after(async () => {
  await tab?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function check(element, name) {
  assert.equal(await element.locator("img, a, script, iframe").count(), 0, name);
  const wide = await page.evaluate(() => [document.scrollingElement, document.querySelector("main")].map((each) => each.scrollWidth - each.clientWidth));
  assert.deepEqual(wide, [0, 0], `${name} is wider than its place`);
  assert.deepEqual(await violations(page), [], name);
}

test("Flow: what is in progress, what was done, and who has it", async () => {
  await page.getByRole("tab", { name: "Flow" }).click();
  const main = page.locator("main");
  await main.getByText("Cycle time of production").first().waitFor();
  await page.getByLabel("Numbers: Cycle time of production").press("Enter");
  for (const title of titles) {
    for (const words of [`TASK-${titles.indexOf(title) + 1} ${title}`, `OPS-${titles.indexOf(title) + 1} ${title}`, title.slice(0, 40)]) {
      const isShown = async () => (await main.evaluate((element) => element.textContent)).includes(words.trim());
      await until(isShown, Boolean).catch(() => assert.fail(`Flow does not show ${words.slice(0, 60)}`));
    }
  }
  await check(main, "Flow");
});

test("each item, with what happened to it", async () => {
  for (const [at, title] of titles.entries()) {
    await page.evaluate((id) => window.postMessage({ item: id }), `${tab.server.uri}\nTASK-${at + 1}`);
    const item = page.locator("#item");
    await until(() => item.getAttribute("aria-label"), (label) => label?.startsWith(`TASK-${at + 1} `));
    await item.getByText("What happened").waitFor();
    const told = await item.evaluate((element) => element.textContent);
    for (const words of [title, person]) assert.ok(told.includes(words), `${words.slice(0, 60)} in ${told.slice(0, 2000)}`);
    await check(item, `TASK-${at + 1}`);
  }
  assert.equal(await page.title(), "Dualtrack");
  assert.deepEqual(tab.errors, []);
});
