// The tests of the tab in a browser, and of the extension in VS Code, with what they need.
import { readdirSync } from "node:fs";
import { freemem } from "node:os";
import path from "node:path";
import { root, runMain } from "../setup/common.mjs";
import { ensureChromium } from "../setup/chromium.mjs";
import { ensureVsix } from "../setup.mjs";
import { ensureWorkbench } from "../workbench.mjs";
import { all, checkWithNode } from "./checks.mjs";

/**
 * What the oldest VS Code can do otherwise: load the extension and show its state, tree, hovers, light bulb, edits and drops,
 * notebooks and the box of a commit's message, symbols, references and hierarchies, what it keeps from a folder that is not
 * trusted, its set-up, its tab and what colours that has (screens). The other tests use the same parts of the workbench for other
 * answers of the server (files, git).
 */
const OLDEST = ["start", "journey", "mentions", "features", "untrusted", "setup", "tab", "screens"];

/** That it loads in one between, shows its state, and its answers in every kind of editor: the rest is tried in an older and a newer one. */
const BETWEEN = ["start", "mentions"];

/** With other packages, each beside extensions and what a browser keeps of its own: these go beside the rest in the newest. */
const PACKAGES = ["universal", "upgrade"];

const NEWEST = "1.139";

const testsIn = (folder) => {
  const names = readdirSync(path.join(root, folder)).filter((name) => name.endsWith(".test.mjs"));
  return names.map((name) => path.join(folder, name));
};

const folder = path.join("tests", "editor");
const some = (names) => names.map((name) => path.join(folder, `${name}.test.mjs`));

/** One file after the other: two workbenches of one version would share what a browser keeps of it. */
async function inWorkbench(version, tests) {
  await ensureWorkbench(version);
  const args = ["--test", "--test-concurrency=1", "--test-reporter=spec", ...tests];
  await checkWithNode(`editor tests in VS Code ${version}`, args, { beside: true, env: { DUALTRACK_WORKBENCH: version } });
}

/** What together takes about as long as the newest workbench. */
async function others() {
  const inBrowser = testsIn(path.join("tests", "webview"));
  await checkWithNode("tests of the tab in a browser", ["--test", "--test-reporter=spec", ...inBrowser], { beside: true });
  await inWorkbench("1.108", some(BETWEEN));
  await inWorkbench("1.99", some(OLDEST));
  await inWorkbench(NEWEST, some(PACKAGES));
}

/** The bytes that two workbenches with their browsers take. */
const ROOM = 4 * 2 ** 30;

await runMain(async () => {
  await ensureVsix();
  await ensureChromium();
  const packages = some(PACKAGES);
  const newest = () => inWorkbench(NEWEST, testsIn(folder).filter((file) => !packages.includes(file)));
  if (freemem() > ROOM) {
    // A workbench with its browser keeps one core busy, and two only for moments.
    await all(newest(), others());
  } else {
    await newest();
    await others();
  }
});
