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
    const { host, pathname, search } = new URL(server.url);
    browser = await launchBrowser(path.join(userData, "browser"), { host, size, kept: path.join(extensions, "browser") });
    const page = browser.pages()[0];
    // The workbench itself stays English without a language pack; extensions have the language that it says.
    if (language) await page.addInitScript((name) => (globalThis._VSCODE_NLS_LANGUAGE = name), language);
    const shots = path.join(root, "tests", "editor", "out", version);
    mkdirSync(shots, { recursive: true });
    const workbench = new Workbench({ page, folder, shots, userData, close, install: server.install });
    await page.goto(`http://localhost${pathname}${search}`, { waitUntil: "commit" });
    await workbench.ready();
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Launch a browser with a new profile in which `http://localhost` is `host`. What it has loaded and compiled of the workbench stays
 * in `kept`, beside the extension that it is of, for the next browser: it is found by the address, so that must not have a port of
 * its own each time.
 */
function launchBrowser(profile, { host, size, kept }) {
  mkdirSync(path.join(profile, "Default"), { recursive: true });
  for (const cache of ["Cache", "Code Cache"]) {
    mkdirSync(path.join(kept, cache), { recursive: true });
    symlinkSync(path.join(kept, cache), path.join(profile, "Default", cache), "dir");
  }
  const args = [...flags, `--host-resolver-rules=MAP localhost:80 ${host}`];
  return chromium.launchPersistentContext(profile, { executablePath: requireChromium(), args, viewport: size });
}

/** Have the server's bytecode kept beside the extension that it is of: most of a start would be compiling. */
function keepBytecode(userData, kept) {
  const storage = path.join(userData, "User", "globalStorage", "dualtrack.dualtrack");
  for (const each of [storage, kept]) mkdirSync(each, { recursive: true });
  symlinkSync(kept, path.join(storage, "pyc"), "dir");
}
