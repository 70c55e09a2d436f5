// npm test [-- --fast]: every check there is, until one fails. --fast leaves out the editor and the slow tests, and tries fewer
// random examples.
import { cpus } from "node:os";
import path from "node:path";
import { SetupError, runMain } from "./setup/common.mjs";
import { ensureNode, ensurePython, ensureVsix, tool } from "./setup.mjs";
import { all, check, checkWithNode } from "./test/checks.mjs";

/** How many random examples, histories and killed processes the tests try. */
const THOROUGH = { DUALTRACK_EXAMPLES: "300", DUALTRACK_HISTORIES: "10", DUALTRACK_KILLS: "5" };

const beside = { beside: true };
const tests = (...names) => ["--test", "--test-reporter=spec", ...names.map((name) => path.join("tests", `${name}.test.mjs`))];

const pyright = () => check("pyright", tool("pyright"), [], beside);

async function quick() {
  await check("ruff check", tool("ruff"), ["check", "."], beside);
  await check("ruff format", tool("ruff"), ["format", "--check", "."], beside);
  await check("lint-imports", tool("lint-imports"), [], beside);
  await checkWithNode("eslint", [path.join("node_modules", "eslint", "bin", "eslint.js"), "--max-warnings", "0", "."], beside);
  for (const project of ["extension", path.join("extension", "webview")]) {
    await checkWithNode(`tsc ${project}`, [path.join("node_modules", "typescript", "bin", "tsc"), "--noEmit", "--project", project], beside);
  }
  await checkWithNode("texts in other languages, the setup, and the client", tests("l10n", "setup", "extension"), beside);
}

/** A third of the time a test waits for a process of its own: one more goes on meanwhile. */
const workers = String(cpus().length + 1);

const pytest = (options, more = {}) => check("pytest", tool("pytest"), ["-n", workers, "--dist", "worksteal", ...options], more);

const packages = () => checkWithNode("packages and other editors", tests("package", "editors"), beside);

const editor = () => checkWithNode("tests of the editor", [path.join("scripts", "test", "editor.mjs")]);

async function thorough() {
  await ensureVsix(); // or a server that a test starts would find its libraries while they are exchanged
  await all(pyright().then(packages), quick(), pytest([], { env: THOROUGH }));
  await editor();
}

await runMain(async () => {
  const options = process.argv.slice(2);
  const unknown = options.find((option) => option !== "--fast");
  if (unknown) throw new SetupError(`There is no option ${unknown}. Usage: npm test [-- --fast]`);
  await ensurePython();
  await ensureNode();
  await (options.includes("--fast") ? all(pyright(), quick(), pytest(["-m", "not slow"])) : thorough());
  console.log("\nEverything passed.");
});
