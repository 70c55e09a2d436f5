// npm run package [-- --pre-release] [--links URL]: every package in dist/, from one machine: the extension for each platform and
// for any, the sdist and the wheel; then a table of what was checked. URL is where the repository can be seen: links in the README
// lead there from a registry's page.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { SetupError, root, run, runMain, step } from "./setup/common.mjs";
import { ensurePython, ensureVsix, linksStay, platforms, python, reproducible, thisPlatform, tool, universal } from "./setup.mjs";

const dist = path.join(root, "dist");
const isPackage = (name) => /\.(vsix|whl|tar\.gz)$/.test(name);

await runMain(async () => {
  const options = readArguments();
  mkdirSync(dist, { recursive: true });
  await ensurePython();
  for (const platform of [...Object.keys(platforms), universal]) await ensureVsix(platform, options);
  await step("Packaging the sdist and the wheel", buildWheel);
  const names = readdirSync(dist).filter(isPackage).sort();
  const sums = names.map((name) => `${createHash("sha256").update(readFileSync(path.join(dist, name))).digest("hex")}  ${name}\n`);
  writeFileSync(path.join(dist, "SHA256SUMS"), sums.join(""));
  const check = [path.join("scripts", "package", "check.py"), thisPlatform(), dist];
  return spawnSync(python, check, { cwd: root, stdio: "inherit" }).status ?? 1;
});

/** The options of vsce that are asked for. */
function readArguments() {
  try {
    const { values } = parseArgs({ options: { "pre-release": { type: "boolean" }, links: { type: "string" } } });
    const { links } = values;
    const lead = links ? [`--baseContentUrl=${links}/blob/HEAD`, `--baseImagesUrl=${links}/raw/HEAD`] : linksStay;
    return values["pre-release"] ? [...lead, "--pre-release"] : lead;
  } catch (error) {
    throw new SetupError(`${error.message}\nUsage: npm run package [-- --pre-release] [--links URL]`);
  }
}

function buildWheel() {
  for (const name of readdirSync(dist).filter((name) => isPackage(name) && !name.endsWith(".vsix"))) rmSync(path.join(dist, name));
  run(tool("uv"), ["build", "--quiet", "--no-create-gitignore", "--out-dir", dist, "."], { env: reproducible });
}
