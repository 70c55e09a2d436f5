// The reports on the example as their readers open them: one file in a browser, in light and dark, on paper and on a narrow screen.
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { requireChromium } from "../../scripts/setup/chromium.mjs";
import { run } from "../../scripts/setup/common.mjs";
import { python } from "../../scripts/setup.mjs";
import { copyOfExample, today } from "../editor/example.mjs";
import { violations } from "./axe.mjs";

/** Writes each kind of report in one process. */
const writeAll = `
import sys
from dualtrack.cli.main import main
from dualtrack.features.reports import report_names
for kind in report_names():
    assert main(["report", kind, "--html", f"{sys.argv[1]}/{kind}.html", "-C", sys.argv[1], "--today", sys.argv[2]]) == 0
print(*report_names())
`;

let folder;
let browser;
let kinds;

before(async () => {
  folder = await copyOfExample();
  kinds = run(python, ["-c", writeAll, folder, today]).trim().split("\n").at(-1).split(" ");
  browser = await chromium.launch({ executablePath: requireChromium(), args: ["--no-sandbox", "--disable-gpu"] });
});

after(async () => {
  await browser?.close();
  rmSync(path.dirname(folder), { recursive: true, force: true });
});

test("each kind can be read by everybody, in light and dark, on paper and on a narrow screen, and asks for nothing", async () => {
  assert.equal(kinds.length, 8);
  const page = await browser.newPage();
  const told = [];
  page.on("request", (request) => told.push(`asked for ${request.url()}`));
  page.on("pageerror", (error) => told.push(error.message));
  page.on("console", (line) => line.type() === "error" && told.push(line.text()));
  for (const kind of kinds) {
    const address = pathToFileURL(path.join(folder, `${kind}.html`)).href;
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
    await page.setViewportSize({ width: 1000, height: 800 });
    await page.goto(address);
    assert.deepEqual(told.splice(0), [`asked for ${address}`], kind);
    assert.deepEqual(await violations(page), [], kind);
    for (const look of [{ media: "print" }, { media: "screen", colorScheme: "dark" }]) {
      await page.emulateMedia(look);
      assert.deepEqual(await violations(page, "color-contrast"), [], `${kind}, ${JSON.stringify(look)}`);
    }
    await page.setViewportSize({ width: 400, height: 800 });
    const [scrollWidth, clientWidth] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(scrollWidth <= clientWidth, `${kind} is ${scrollWidth} px wide on a screen of ${clientWidth} px`);
    assert.deepEqual(told.splice(0), [], kind);
  }
});
