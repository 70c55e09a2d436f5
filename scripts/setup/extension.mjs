// The extension: bundled into one file, then packaged together with the server.
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { filesBelow, hashOf, root, run, step, unlessDone } from "./common.mjs";
import { ensureNode, modules } from "./node.mjs";
import { ensureOverlay, platform } from "./overlay.mjs";

const dist = path.join(root, "extension", "dist");
export const vsix = path.join(root, "dualtrack.vsix");

export async function ensureExtension() {
  await ensureNode();
  const sources = [...filesBelow("extension/src"), ...filesBelow("extension/webview")];
  const inputs = hashOf([...sources, "package-lock.json", "scripts/setup/extension.mjs"]);
  const result = path.join(dist, "extension.js");
  await unlessDone({ stamp: path.join(dist, "extension.stamp"), inputs, result }, () =>
    step("Building the extension", async () => {
      const { build, stop } = await import("esbuild"); // only here, because it is not there before ensureNode
      const common = { absWorkingDir: root, outdir: dist, bundle: true, minify: true, sourcemap: false, logLevel: "error" };
      const node = { platform: "node", format: "cjs", target: "node20", external: ["vscode"] };
      await build({ ...common, ...node, entryPoints: ["extension/src/extension.ts"] });
      // Chromium as in the oldest VS Code that is supported.
      const browser = { platform: "browser", format: "iife", target: "chrome130", jsx: "automatic", jsxImportSource: "preact" };
      await build({ ...common, ...browser, entryPoints: { tab: "extension/webview/app.tsx", "tab-style": "extension/webview/app.css" } });
      await stop(); // its process would live as long as ours
    }),
  );
}
const manifest = ["package.json", "README.md", "LICENSE", ".vscodeignore"];

/** Everything in one file for this platform; returns its path. */
export async function ensureVsix() {
  await ensureExtension();
  await ensureOverlay();
  const content = [...["extension.js", "tab.js", "tab-style.css"].map((name) => `extension/dist/${name}`), ...manifest];
  // The bundled libraries are an input through their stamp: reading them would take longer than everything else.
  const server = filesBelow("server").filter((file) => !file.startsWith(path.join("server", "bundled")));
  const inputs = hashOf([...content, ...filesBelow("extension/icons"), ...filesBelow("docs"), ...server, "server/bundled/dualtrack.stamp"]);
  await unlessDone({ stamp: path.join(dist, "vsix.stamp"), inputs, result: vsix }, () => step("Packaging dualtrack.vsix", pack));
  return vsix;
}

function pack() {
  // vsce looks at every file below its folder, .venv and .workbench too: it gets a folder of links to what may be packed.
  const folder = mkdtempSync(path.join(tmpdir(), "dualtrack-vsix-"));
  try {
    for (const name of ["server", "extension", "docs"]) symlinkSync(path.join(root, name), path.join(folder, name), "junction");
    for (const name of manifest) copyFileSync(path.join(root, name), path.join(folder, name));
    const vsce = [path.join(modules, "@vscode", "vsce", "vsce"), "package", "--follow-symlinks", "--no-dependencies"];
    const readme = ["--allow-missing-repository", "--no-rewrite-relative-links"];
    run(process.execPath, [...vsce, ...readme, "--target", platform().vsce, "--out", vsix], { cwd: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
