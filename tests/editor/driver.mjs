// Opens a real VS Code workbench in a real browser, with the packaged extension in it: `await openWorkbench({ folder })`.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { requireChromium } from "../../scripts/setup/chromium.mjs";
import { root } from "../../scripts/setup/common.mjs";
import { vsix as packaged } from "../../scripts/setup.mjs";
import { startWorkbench } from "../../scripts/workbench.mjs";
import { Workbench } from "./workbench.mjs";

export { until } from "./until.mjs";

/** The version that `npm test` asks for, one after the other. */
export const testedVersion = process.env.DUALTRACK_WORKBENCH ?? "1.139";

const flags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

/**
 * Open `folder` and wait until its files are shown. `trust: false` opens it in Restricted Mode, without a question.
 * Call `close()` on the answer, or processes stay.
 */
export async function openWorkbench({
  folder,
  version = testedVersion,
  vsix = packaged(),
  theme,
  trust = true,
  env,
  settings = {},
  machineSettings,
  size = { width: 1400, height: 900 },
  language,
  extensions = path.join(root, ".workbench", version, "extensions"),
}) {
  const userData = mkdtempSync(path.join(tmpdir(), "dualtrack-editor-"));
  const server = await startWorkbench({
    ...{ version, folder, vsix, userData, extensions, theme, machineSettings },
    env: { ...env, VSCODE_CLI: "1" }, // else VS Code puts the variables of a login shell over these
    trustDisabled: trust,
    settings: { "security.workspace.trust.startupPrompt": "never", ...settings },
  });
  keepBytecode(userData, path.join(extensions, "pyc"));
  let browser;
  const close = async () => {
    await browser?.close();
    await server.stop();
    rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    browser = await chromium.launch({ executablePath: requireChromium(), args: flags });
    const page = await browser.newPage({ viewport: size });
    // The workbench itself stays English without a language pack; extensions have the language that it says.
    if (language) await page.addInitScript((name) => (globalThis._VSCODE_NLS_LANGUAGE = name), language);
    const shots = path.join(root, "tests", "editor", "out", version);
    mkdirSync(shots, { recursive: true });
    const workbench = new Workbench({ page, folder, shots, userData, close, install: server.install });
    await page.goto(server.url, { waitUntil: "commit" });
    await workbench.ready();
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
}

/** Have the server's bytecode kept beside the extension that it is of: most of a start would be compiling. */
function keepBytecode(userData, kept) {
  const storage = path.join(userData, "User", "globalStorage", "dualtrack.dualtrack");
  for (const each of [storage, kept]) mkdirSync(each, { recursive: true });
  symlinkSync(kept, path.join(storage, "pyc"), "dir");
}
