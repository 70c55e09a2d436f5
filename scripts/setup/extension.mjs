// The extension: bundled into one file, then packaged together with the server and its libraries for a platform.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { filesBelow, hashOf, root, run, step, unlessDone } from "./common.mjs";
import { ensureNode, modules } from "./node.mjs";
import { notice } from "./notice.mjs";
import { ensureOverlay, thisPlatform } from "./overlay.mjs";

const built = path.join(root, "extension", "dist");

/** The package for any platform: it brings no libraries of the server and needs a Python that has them. */
export const universal = "universal";

export const vsix = (platform = thisPlatform()) => path.join(root, "dist", `dualtrack-${platform}.vsix`);

export async function ensureExtension() {
  await ensureNode();
  const sources = [...filesBelow("extension/src"), ...filesBelow("extension/webview")];
  const inputs = hashOf([...sources, "package-lock.json", "scripts/setup/extension.mjs"]);
  const result = path.join(built, "extension.js");
  await unlessDone({ stamp: path.join(built, "extension.stamp"), inputs, result }, () =>
    step("Building the extension", async () => {
      const { build, stop } = await import("esbuild"); // only here, because it is not there before ensureNode
      const common = { absWorkingDir: root, outdir: built, bundle: true, minify: true, metafile: true, logLevel: "error" };
      const node = { platform: "node", format: "cjs", target: "node20", external: ["vscode"] };
      const extension = await build({ ...common, ...node, entryPoints: ["extension/src/extension.ts"] });
      // Chromium as in the oldest VS Code that is supported.
      const browser = { platform: "browser", format: "iife", target: "chrome130", jsx: "automatic", jsxImportSource: "preact" };
      const tab = { tab: "extension/webview/app.tsx", "tab-style": "extension/webview/app.css" };
      const both = [extension, await build({ ...common, ...browser, entryPoints: tab })];
      const files = both.flatMap(({ metafile }) => Object.keys(metafile.inputs));
      const packages = files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []);
      writeFileSync(path.join(built, "packages.json"), JSON.stringify([...new Set(packages)].sort()));
      await stop(); // its process would live as long as ours
    }),
  );
}

const texts = readdirSync(root).filter((name) => /^package\.nls\..*json$/.test(name));
const copied = ["package.json", ...texts, "README.md", "CHANGELOG.md", "LICENSE", ".vscodeignore"];
const ofServer = ["boot.py", "kept_code.py", "README.md", "RULES.md"].map((name) => path.join("server", name));
const linked = ["docs", "extension", "l10n", path.join("server", "dualtrack")];

export const linksStay = ["--no-rewrite-relative-links"];

/**
 * Everything in one file for a platform, this machine's unless said otherwise; returns its path. `options` are vsce's; unless told
 * otherwise, links in the README stay as they are. The same content gives the same bytes.
 */
export async function ensureVsix(platform = thisPlatform(), options = linksStay) {
  await ensureExtension();
  const bundled = platform === universal ? undefined : await ensureOverlay(platform);
  // The bundled libraries are an input through their stamp: reading them would take longer than everything else.
  const libraries = bundled ? path.relative(root, path.join(bundled, "dualtrack.stamp")) : "requirements.lock";
  const content = [...copied, ...ofServer, ...["docs", "extension/dist", "extension/icons", "l10n", "server/dualtrack"].flatMap(filesBelow)];
  const recipe = ["package-lock.json", "scripts/setup/extension.mjs", "scripts/setup/notice.mjs"];
  const inputs = hashOf([...content.filter((file) => !file.endsWith(".stamp")), libraries, ...recipe], options);
  const result = vsix(platform);
  await unlessDone({ stamp: path.join(built, `${platform}.stamp`), inputs, result }, () =>
    step(`Packaging ${path.relative(root, result)}`, () => pack(result, platform, bundled, options)),
  );
  return result;
}

/** Packages what is built; `bundled` is the folder of the libraries, if any. */
export function pack(file, platform, bundled, options) {
  // vsce looks at every file below its folder, .venv and .workbench too: it gets a folder of links to what may be packed.
  const folder = mkdtempSync(path.join(tmpdir(), "dualtrack-vsix-"));
  const link = (from, name) => symlinkSync(from, path.join(folder, name), "junction");
  try {
    mkdirSync(path.join(folder, "server"));
    for (const name of [...copied, ...ofServer]) copyFileSync(path.join(root, name), path.join(folder, name));
    for (const name of linked) link(path.join(root, name), name);
    if (bundled) link(bundled, path.join("server", "bundled"));
    else copyFileSync(path.join(root, "requirements.lock"), path.join(folder, "server", "requirements.lock"));
    const packages = JSON.parse(readFileSync(path.join(built, "packages.json"), "utf8"));
    writeFileSync(path.join(folder, "NOTICE"), notice(packages, bundled));
    mkdirSync(path.dirname(file), { recursive: true });
    const vsce = [path.join(modules, "@vscode", "vsce", "vsce"), "package", "--follow-symlinks", "--no-dependencies"];
    const target = bundled ? ["--target", platform] : [];
    run(process.execPath, [...vsce, ...target, ...options, "--out", file], { cwd: folder, env: reproducible });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With these, vsce sorts the entries and gives all of them one time, the first that an archive can tell. */
export const reproducible = { ...process.env, SOURCE_DATE_EPOCH: "315532800", TZ: "UTC", LC_ALL: "C" };
