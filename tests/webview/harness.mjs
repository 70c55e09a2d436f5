// The tab without VS Code: its bundle and its page in Chromium, and a real server that fills it: `await openTab({ folder })`.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import rpc from "vscode-jsonrpc/node";
import { requireChromium } from "../../scripts/setup/chromium.mjs";
import { root } from "../../scripts/setup/common.mjs";
import { ensureExtension, ensureOverlay, python } from "../../scripts/setup.mjs";
import { until } from "../editor/until.mjs";

/** The pages over the example, with what is there once everything is read. */
export const pages = { Now: "4 days ago", Board: "met once", Sprint: "Burndown", Models: "champion", Flow: "Cycle time", Learnings: "Decided not to pursue" };

const origin = "http://tab.test";
const dist = path.join(root, "extension", "dist");

/** What the extension and the webview both know: `host.ts` makes the webview, `link.ts` its links. */
export async function sharedWithWebview(name) {
  const options = { entryPoints: [path.join(root, "extension", "webview", name)], bundle: true, write: false, format: "esm" };
  const { outputFiles } = await build(options);
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString("base64")}`);
}

/** `told` holds what the server sent, `chosen` what the webview asked to choose. Call `close()` on the answer. */
export async function openTab({ folder, today, locale = "en", view = {}, theme = {}, size = { width: 1440, height: 900 } }) {
  await ensureExtension();
  await ensureOverlay();
  const { asked, html } = await sharedWithWebview("host.ts");
  const server = await startServer(folder, today, locale);
  const texts = locale === "en" ? {} : JSON.parse(readFileSync(path.join(root, "l10n", `bundle.l10n.${locale}.json`), "utf8"));
  const browser = await chromium.launch({ executablePath: requireChromium(), args: ["--no-sandbox", "--disable-gpu"] });
  const close = async () => {
    await browser.close();
    server.kill();
  };
  try {
    const page = await browser.newPage({ viewport: size });
    const tab = { page, server, told: [], chosen: [], errors: [], close };
    page.on("pageerror", (error) => tab.errors.push(error.message));
    page.on("console", (line) => line.type() === "error" && tab.errors.push(line.text()));
    await page.exposeFunction("toHost", (message) => {
      const { show, ...other } = asked(message);
      if (show) return server.connection.sendRequest("dualtrack/tab", show);
      tab.chosen.push(other.choose ?? message);
    });
    await page.addInitScript(stub, view);
    server.connection.onNotification("dualtrack/tabChanged", (message) => {
      tab.told.push(message);
      return page.evaluate((data) => window.postMessage(data), message);
    });
    await page.route(`${origin}/*`, (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name) return route.fulfill({ path: path.join(dist, name) });
      return route.fulfill({ contentType: "text/html", body: html("0", origin, (file) => `${origin}/${file}`, locale, texts) });
    });
    await page.goto(`${origin}/`);
    await wear(page, theme);
    await page.evaluate(() => window.postMessage({ phase: { is: "running", why: "" } }));
    return tab;
  } catch (error) {
    await close();
    throw error;
  }
}

/** The variables of a theme, as VS Code gives them to a webview; tests/editor/screens.test.mjs holds themes.json to the real ones. */
export const themes = JSON.parse(readFileSync(path.join(import.meta.dirname, "themes.json"), "utf8"));

export async function wear(page, theme) {
  await page.evaluate((variables) => {
    const { style } = document.documentElement;
    for (const name of [...style]) style.removeProperty(name);
    for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
  }, theme);
}

/** In the page: what VS Code gives to a webview. */
function stub(view) {
  let state = { ...view, ...JSON.parse(sessionStorage.getItem("state") ?? "{}") };
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void window.toHost(message),
    getState: () => state,
    setState: (next) => sessionStorage.setItem("state", JSON.stringify((state = next))),
  });
}

/** A server that has read `folder`, and its connection. */
export async function startServer(folder, today, locale = "en") {
  const env = { ...process.env, DUALTRACK_TODAY: today };
  const child = spawn(python, ["-I", "-S", path.join(root, "server", "boot.py")], { env, stdio: ["pipe", "pipe", "inherit"] });
  const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(child.stdout), new rpc.StreamMessageWriter(child.stdin));
  let state = "";
  connection.onNotification("dualtrack/board", (board) => (state = board.state));
  connection.onUnhandledNotification(() => undefined);
  connection.onRequest(() => null);
  connection.listen();
  const uri = pathToFileURL(folder).href;
  const workspaceFolders = [{ uri, name: path.basename(folder) }];
  const initializationOptions = { trusted: true, pages: true };
  await connection.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {}, locale, workspaceFolders, initializationOptions });
  await connection.sendNotification("initialized", {});
  await until(() => state, (now) => now === "ready");
  return {
    connection,
    uri,
    kill: () => child.kill(),
    /** Tells of files that have changed, as an editor does that watches them. */
    changed: (...files) => {
      const changes = files.map((file) => ({ uri: pathToFileURL(path.join(folder, file)).href, type: 2 }));
      return connection.sendNotification("workspace/didChangeWatchedFiles", { changes });
    },
  };
}
