// server/bundled: the server's libraries for this platform, so that the extension needs no installation and no network.
// Pure ones lie once in pure/, those in C once for every version of Python in native/cp3XY/; server/boot.py chooses.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { SetupError, hashOf, root, run, step, unlessDone } from "./common.mjs";
import { ensurePython, python, tool } from "./python.mjs";

const pythons = ["3.11", "3.12", "3.13", "3.14"];
const bundled = path.join(root, "server", "bundled");

// What uv and vsce call the platforms.
const platforms = {
  "linux-x64": ["x86_64-manylinux_2_28", "linux-x64"],
  "linux-arm64": ["aarch64-manylinux_2_28", "linux-arm64"],
  "alpine-x64": ["x86_64-unknown-linux-musl", "alpine-x64"],
  "alpine-arm64": ["aarch64-unknown-linux-musl", "alpine-arm64"],
  "darwin-x64": ["x86_64-apple-darwin", "darwin-x64"],
  "darwin-arm64": ["aarch64-apple-darwin", "darwin-arm64"],
  "win32-x64": ["x86_64-pc-windows-msvc", "win32-x64"],
};

/** This machine's platform: `{ uv, vsce }`. */
export function platform() {
  const musl = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  const name = `${musl ? "alpine" : process.platform}-${process.arch}`;
  if (!platforms[name]) throw new SetupError(`There are no libraries of the server for ${name}, so it cannot be packaged here.`);
  const [uv, vsce] = platforms[name];
  return { uv, vsce };
}

export async function ensureOverlay() {
  await ensurePython();
  const inputs = hashOf(["requirements.lock", "scripts/setup/overlay.mjs"], platform(), pythons);
  const stamp = path.join(bundled, "dualtrack.stamp");
  await unlessDone({ stamp, inputs, result: stamp }, async () => {
    await step(`Bundling the server's libraries for Python ${pythons.join(", ")}`, build);
    const answer = JSON.parse(run(python, ["-I", "-S", "-B", path.join(root, "server", "boot.py"), "--probe"]));
    if (!answer.ok) throw new SetupError(`The bundled server does not start: ${answer.reason}.`);
  });
}

function build() {
  // Beside its place, so that moving it there is one step and an interrupted build leaves nothing half done.
  const work = mkdtempSync(path.join(root, "server", "bundled."));
  try {
    for (const version of pythons) addLibraries(path.join(work, "new"), path.join(work, version), version);
    rmSync(bundled, { recursive: true, force: true });
    renameSync(path.join(work, "new"), bundled);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function addLibraries(target, source, version) {
  run(tool("uv"), [
    ...["pip", "install", "--quiet", "--python", python, "--target", source, "--no-deps", "--require-hashes"],
    ...["--python-platform", platform().uv, "--python-version", version, "--only-binary", ":all:"],
    ...["--link-mode", "copy", "--requirement", "requirements.lock"],
  ]);
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

const hasNative = (folder) =>
  !folder.endsWith(".py") && readdirSync(folder, { recursive: true }).some((file) => /\.(so|pyd)$/.test(file));

// Of a library's metadata its licence must go along, and its METADATA says the version to whoever asks for it.
const isLeftover = (name) =>
  /^(__pycache__|bin|tests?|RECORD|INSTALLER|REQUESTED|WHEEL|top_level\.txt|entry_points\.txt|sboms|\.lock|.*\.pyi)$/.test(name);
