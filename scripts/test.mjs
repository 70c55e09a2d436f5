// npm test [-- --fast]: every check there is, the quick ones first, until one fails. --fast leaves out the editor
// and the slow tests, and tries fewer random examples.
import { execFile, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { SetupError, root, runMain } from "./setup/common.mjs";
import { ensureChromium } from "./setup/chromium.mjs";
import { ensureNode, ensurePython, ensureVsix, tool } from "./setup.mjs";
import { ensureWorkbench } from "./workbench.mjs";

/** How many random examples, histories and killed processes the tests try. */
const THOROUGH = { DUALTRACK_EXAMPLES: "300", DUALTRACK_HISTORIES: "10", DUALTRACK_KILLS: "5" };

/**
 * What the oldest VS Code can do otherwise: load the extension and show its state, tree, hovers, light bulb, edits and drops,
 * notebooks and the box of a commit's message, what it keeps from a folder that is not trusted, its set-up and its tab. The other
 * tests use the same parts of the workbench for other answers of the server (files, git), or take pictures to look at (screens).
 */
const OLDEST = ["start.test.mjs", "journey.test.mjs", "mentions.test.mjs", "untrusted.test.mjs", "setup.test.mjs", "tab.test.mjs"];

/** That it loads in one between, shows its state and its answers, and keeps away from a folder that is not trusted. */
const BETWEEN = ["start.test.mjs", "mentions.test.mjs", "untrusted.test.mjs"];

await runMain(async () => {
  const options = process.argv.slice(2);
  const unknown = options.find((option) => option !== "--fast");
  if (unknown) throw new SetupError(`There is no option ${unknown}. Usage: npm test [-- --fast]`);
  await ensurePython();
  await ensureNode();
  const pyright = begin("pyright", tool("pyright"), []);
  check("ruff check", tool("ruff"), ["check", "."]);
  check("ruff format", tool("ruff"), ["format", "--check", "."]);
  check("lint-imports", tool("lint-imports"), []);
  check("eslint", process.execPath, [path.join("node_modules", "eslint", "bin", "eslint.js"), "--max-warnings", "0", "."]);
  for (const project of ["extension", path.join("extension", "webview")]) {
    check(`tsc ${project}`, process.execPath, [path.join("node_modules", "typescript", "bin", "tsc"), "--noEmit", "--project", project]);
  }
  const quick = ["l10n.test.mjs", "setup.test.mjs"].map((name) => path.join("tests", name));
  check("texts in other languages, and the setup", process.execPath, ["--test", "--test-reporter=spec", ...quick]);
  const fast = options.includes("--fast");
  check("pytest", tool("pytest"), ["-n", "auto", "--dist", "worksteal", ...(fast ? ["-m", "not slow"] : [])], fast ? {} : THOROUGH);
  await pyright;
  const others = ["package.test.mjs", "editors.test.mjs"].map((name) => path.join("tests", name));
  if (!fast) check("packages and other editors", process.execPath, ["--test", "--test-reporter=spec", ...others]);
  if (!fast) await checkEditor();
  console.log("\nEverything passed.");
});

async function checkEditor() {
  const folder = path.join("tests", "editor");
  const all = readdirSync(path.join(root, folder)).filter((name) => name.endsWith(".test.mjs"));
  if (all.length === 0) throw new SetupError(`There are no tests in ${folder}.`);
  await ensureVsix();
  await ensureChromium();
  const inBrowser = ["tab.test.mjs", "item.test.mjs"].map((name) => path.join("tests", "webview", name));
  check("tests of the tab in a browser", process.execPath, ["--test", "--test-reporter=spec", ...inBrowser]);
  for (const [version, tests] of [["1.139", all], ["1.108", BETWEEN], ["1.99", OLDEST]]) {
    await ensureWorkbench(version);
    // One after the other: two workbenches with their browsers take more memory and time than they save.
    const args = ["--test", "--test-concurrency=1", "--test-reporter=spec", ...tests.map((name) => path.join(folder, name))];
    check(`editor tests in VS Code ${version}`, process.execPath, args, { DUALTRACK_WORKBENCH: version });
  }
}

/** Starts a check beside the others; the promise is of its end. */
async function begin(title, command, args) {
  const { status, stdout, stderr } = await new Promise((end) => {
    execFile(command, args, { cwd: root }, (error, stdout, stderr) => end({ status: error ? error.code : 0, stdout, stderr }));
  });
  console.log(`\n── ${title} ──\n${stdout}${stderr}`);
  if (status !== 0) throw new SetupError(`${title} failed.`);
}

function check(title, command, args, env = {}) {
  console.log(`\n── ${title} ──`);
  const start = performance.now();
  // With this variable set, every server that a test starts would be compiled anew.
  const environment = { ...process.env, PYTHONDONTWRITEBYTECODE: "", ...env };
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: environment });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status !== 0) throw new SetupError(`${title} failed after ${seconds} s${error ? `: ${error.message}` : ""}.`);
  console.log(`${title} passed in ${seconds} s`);
}
