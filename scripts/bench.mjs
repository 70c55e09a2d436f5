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
    const failed = names.filter((name) => {
      console.log(`\n── ${name} ──`);
      return bench(python, name, [], { ...env, BENCH_FIGURES: figures }) !== 0;
    });
    const rows = readFileSync(figures, "utf8").trimEnd().split("\n").filter(Boolean).map((line) => JSON.parse(line));
    const measured = new Set(rows.map((row) => row.name));
    const broken = failed.filter((name) => !measured.has(name));
    const table = tableOf(rows, broken);
    writeFileSync(path.join(root, "benchmarks", "RESULTS.md"), `${head(python)}\n${table}`);
    console.log(`\n${table}`);
    return failed.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tableOf(rows, broken) {
  const lines = rows.map(({ name, what, promise, figure, kept }) => `| ${name} | ${what} | ${promise} | ${figure} | ${kept ? "ok" : "missed"} |`);
  const ends = broken.map((name) => `| ${name} | | | | did not end well |`);
  return ["| benchmark | promise | asked | figure | |", "|---|---|---|---|---|", ...lines, ...ends, ""].join("\n");
}

function head(python) {
  const commit = run("git", ["describe", "--always", "--dirty"]).trim();
  const version = run(python, ["--version"]).trim();
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? process.arch}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${release()}`;
  return `# Promises about speed\n\nWritten by \`npm run bench -- all\`: commit ${commit}, ${version}, Node ${process.version}, ${machine}.\n`;
}
