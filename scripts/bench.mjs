// npm run bench NAME [ARGS]: runs benchmarks/NAME.py against the bundled server; its exit code says whether its promises are kept.
// npm run bench all: runs every benchmark, prints one table of all promises and writes it to benchmarks/RESULTS.md.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { ensureChromium } from "./setup/chromium.mjs";
import { SetupError, root, run, runMain } from "./setup/common.mjs";
import { ensureBacklog, ensureLanguageServers } from "./setup/peers.mjs";
import { ensureExtension, ensureOverlay, ensurePython } from "./setup.mjs";

await runMain(async () => {
  const [name, ...args] = process.argv.slice(2);
  const names = readdirSync(path.join(root, "benchmarks"))
    .filter((file) => file.endsWith(".py"))
    .map((file) => file.slice(0, -3));
  if (name !== "all" && !names.includes(name)) {
    throw new SetupError(`Usage: npm run bench NAME, where NAME is all or one of: ${names.join(", ")}.`);
  }
  const python = await ensurePython();
  await ensureOverlay();
  const env = { ...process.env };
  if (["index", "all"].includes(name)) env.BACKLOG = await ensureBacklog();
  if (["editor", "all"].includes(name)) Object.assign(env, await ensureLanguageServers());
  if (["tab", "all"].includes(name)) await Promise.all([ensureExtension(), ensureChromium()]);
  return name === "all" ? all(python, names, env) : bench(python, name, args, env);
});

function bench(python, name, args, env) {
  return spawnSync(python, [path.join("benchmarks", `${name}.py`), ...args], { cwd: root, env, stdio: "inherit" }).status ?? 1;
}

function all(python, names, env) {
  const folder = mkdtempSync(path.join(tmpdir(), "dualtrack-bench-"));
  const figures = path.join(folder, "figures.jsonl");
  try {
    writeFileSync(figures, "");
    const ended = [];
    const heading = head(python); // the table itself makes the work tree differ from the commit
    for (const name of names) {
      console.log(`\n── ${name} ──`);
      const before = secondsOfSteps(python);
      const failed = bench(python, name, [], { ...env, BENCH_FIGURES: figures }) !== 0;
      ended.push({ name, failed, seconds: (before + secondsOfSteps(python)) / 2 });
      // After each, so that what was measured is kept if this ends early.
      writeFileSync(path.join(root, "benchmarks", "RESULTS.md"), `${heading}\n${tableOf(figures, names, ended)}`);
    }
    console.log(`\n${tableOf(figures, names, ended)}`);
    return ended.some(({ failed }) => failed) ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The time of the same steps of Python each time: a machine that others use, too, changes its pace while benchmarks run. */
function secondsOfSteps(python) {
  const steps = "from timeit import repeat; print(min(repeat('for i in range(1_000_000): s += i * i', 's = 0', number=1, repeat=5)))";
  return Number(run(python, ["-c", steps]));
}

function tableOf(figures, names, ended) {
  const rows = readFileSync(figures, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const fastest = Math.min(...ended.map(({ seconds }) => seconds));
  const pace = new Map(ended.map(({ name, seconds }) => [name, (seconds / fastest).toFixed(1)]));
  const measured = new Set(rows.map((row) => row.name));
  const lines = rows.map(
    ({ name, what, promise, figure, kept }) => `| ${name} | ${what} | ${promise} | ${figure} | ${kept ? "ok" : "missed"} | ${pace.get(name)} |`,
  );
  const others = names.filter((name) => !measured.has(name)).map((name) => `| ${name} | | | | ${pace.has(name) ? "did not end well" : "not run"} | |`);
  const least = `The least was ${(fastest * 1000).toFixed(0)} ms.`;
  return ["| benchmark | promise | asked | figure | | pace |", "|---|---|---|---|---|---|", ...lines, ...others, "", least, ""].join("\n");
}

function head(python) {
  const commit = run("git", ["describe", "--always", "--dirty"]).trim();
  const version = run(python, ["--version"]).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? process.arch}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}`;
  return [
    "# Promises about speed",
    "",
    `Written by \`npm run bench -- all\`: commit ${commit}, ${version}, Node ${process.version}, ${machine}.`,
    "",
    "The pace is how long the machine took for the same steps of Python around each benchmark, in multiples of the least: at a pace of 1.8, a",
    "figure in milliseconds is nearly twice what it is while nobody else uses the machine. Ratios are measured side by side.",
    "",
  ].join("\n");
}
