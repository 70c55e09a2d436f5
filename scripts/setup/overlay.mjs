// The server's libraries for a platform, so that the extension needs no installation and no network: in server/bundled for this
// machine's, in dist/libraries for the others. Pure ones lie once in pure/, those in C once for every version of Python in
// native/cp3XY/; server/boot.py chooses.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { SetupError, hashOf, root, run, step, unlessDone } from "./common.mjs";
import { ensurePython, python, tool } from "./python.mjs";

const pythons = ["3.11", "3.12", "3.13", "3.14"];

/** The platforms there are packages for, as VS Code calls them, and what uv calls them. */
export const platforms = {
  "linux-x64": "x86_64-manylinux_2_28",
  "linux-arm64": "aarch64-manylinux_2_28",
  "alpine-x64": "x86_64-unknown-linux-musl",
  "alpine-arm64": "aarch64-unknown-linux-musl",
  "darwin-x64": "x86_64-apple-darwin",
  "darwin-arm64": "aarch64-apple-darwin",
  "win32-x64": "x86_64-pc-windows-msvc",
  "win32-arm64": "aarch64-pc-windows-msvc",
};

/** This machine's platform. */
export function thisPlatform() {
  const musl = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  const name = `${musl ? "alpine" : process.platform}-${process.arch}`;
  if (!platforms[name]) throw new SetupError(`There are no libraries of the server for ${name}, so it cannot be packaged here.`);
  return name;
}

/** Bundles them unless that is done; returns their folder. */
export async function ensureOverlay(platform = thisPlatform()) {
  await ensurePython();
  const here = platform === thisPlatform();
  const bundled = here ? path.join(root, "server", "bundled") : path.join(root, "dist", "libraries", platform);
  const inputs = hashOf(["requirements.lock", "scripts/setup/overlay.mjs"], platform, pythons);
  const stamp = path.join(bundled, "dualtrack.stamp");
  await unlessDone({ stamp, inputs, result: stamp }, async () => {
    const without = await step(`Bundling the server's libraries for ${platform}`, () => bundle(bundled, platform));
    for (const [version, library] of without) console.error(`  ${library} has no wheel for Python ${version} on ${platform}`);
    if (here) probe();
  });
  return bundled;
}

function probe() {
  const answer = JSON.parse(run(python, ["-I", "-S", "-B", path.join(root, "server", "boot.py"), "--probe"]));
  if (!answer.ok) throw new SetupError(`The bundled server does not start: ${answer.reason}.`);
}

/** Bundles them into a folder; returns the Pythons for which a library has no wheel, with its name. */
export function bundle(bundled, platform) {
  mkdirSync(path.dirname(bundled), { recursive: true });
  // Beside its place, so that moving it there is one step and an interrupted build leaves nothing half done.
  const work = mkdtempSync(`${bundled}.`);
  const without = [];
  try {
    for (const version of pythons) {
      const source = path.join(work, version);
      const library = download(source, platform, version);
      if (library) without.push([version, library]);
      else addLibraries(path.join(work, "new"), source, version);
    }
    rmSync(bundled, { recursive: true, force: true });
    renameSync(path.join(work, "new"), bundled);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return without;
}

/** Returns the name of a library that has no wheel for this Python on this platform, if there is one. */
function download(target, platform, version) {
  try {
    run(tool("uv"), [
      ...["pip", "install", "--quiet", "--python", python, "--target", target, "--no-deps", "--require-hashes"],
      ...["--python-platform", platforms[platform], "--python-version", version, "--only-binary", ":all:"],
      ...["--link-mode", "copy", "--requirement", "requirements.lock"],
    ]);
    return undefined;
  } catch (error) {
    const library = /(\S+)==\S+ has no (?:usable )?wheels/.exec(error.message)?.[1];
    if (library) return library;
    throw error;
  }
}

function addLibraries(target, source, version) {
  const native = path.join(target, "native", `cp${version.replace(".", "")}`);
  const pure = path.join(target, "pure");
  for (const folder of [native, pure]) mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(source)) {
    if (isLeftover(name)) continue;
    const from = path.join(source, name);
    const to = path.join(hasNative(from) ? native : pure, name);
    if (!existsSync(to)) cpSync(from, to, { recursive: true, filter: (file) => !isLeftover(path.basename(file)) });
  }
}

// Also the libraries that those in C load from a folder beside them.
const hasNative = (folder) =>
  !folder.endsWith(".py") && readdirSync(folder, { recursive: true }).some((file) => /\.(pyd|dll|dylib|so(\.\d+)*)$/.test(file));

// Of a library's metadata its licence must go along, and its METADATA says the version to whoever asks for it.
const isLeftover = (name) =>
  /^(__pycache__|bin|tests?|RECORD|INSTALLER|REQUESTED|WHEEL|top_level\.txt|entry_points\.txt|sboms|\.lock|.*\.pyi)$/.test(name);
