// The workbench around the editor: the palette, the views, messages, pictures.
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Editor, plain } from "./editor.mjs";
import { until } from "./until.mjs";

export class Workbench {
  constructor({ page, folder, shots, userData, close, install }) {
    Object.assign(this, { page, folder, shots, userData, close, install });
    page.setDefaultTimeout(90_000);
    this.quickInput = page.locator(".quick-input-widget");
    this.editor = new Editor(this);
  }

  async ready() {
    await this.page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
    this.shownSince = Date.now();
  }

  /** Wait until the workbench watches its folder: older ones miss what changes from outside in their first seconds. */
  async watching() {
    await sleep(Math.max(0, this.shownSince + 4000 - Date.now()));
  }

  /** Fill the palette: `>` begins a command, `:` a line, anything else a file. The first row fits then. */
  async quickOpen(text) {
    const filled = async () => {
      await this.page.keyboard.press("F1");
      const fill = this.quickInput.locator(".quick-input-box input").fill(text, { timeout: 3000 });
      return fill.then(() => this.quickInput.locator(".monaco-list-row").first().waitFor({ timeout: 10_000 })).then(() => true, () => false);
    };
    // What opens meanwhile takes the focus, and the palette closes.
    await until(filled, Boolean);
  }

  /** Run a command by its full title, for example `Dualtrack: Restart`. */
  async command(title) {
    const chosen = async () => {
      await this.quickOpen(`>${title}`);
      return this.pick(title, { timeout: 10_000 }).then(() => true, () => false); // a palette that has closed meanwhile has no row to click
    };
    await until(chosen, Boolean);
  }

  /** Open a file by its path in the folder. */
  async openFile(file) {
    await this.quickOpen(file);
    // Only the name and the folder together say which file a row is.
    const name = path.dirname(file) === "." ? path.basename(file) : `${path.basename(file)} ${path.dirname(file)}`;
    await this.quickInput.locator(`.monaco-list-row[aria-label^="${name},"]`).first().click();
    await this.page
      .locator(`.tab.active[data-resource-name="${path.basename(file)}"]`)
      .first()
      .waitFor();
    await this.editor.frame.locator(".view-line").first().waitFor();
    this.openedPath = file;
  }

  /** The rows of the open quick pick. */
  async picks() {
    await this.quickInput.locator(".monaco-list-row").first().waitFor();
    return (await this.quickInput.locator(".monaco-list-row").allInnerTexts()).map((text) => plain(text).split("\n").join(" "));
  }

  /** Choose the row of the open quick pick that holds a text. */
  async pick(text, options) {
    await this.quickInput.locator(".monaco-list-row", { hasText: text }).first().click(options);
  }

  /** Answer the open input box. */
  async answer(text) {
    await this.quickInput.locator(".quick-input-box input").fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Show the side bar of Dualtrack by its icon. */
  async openSidebar() {
    const icon = this.page.locator(".activitybar .action-item", { has: this.page.locator('[aria-label^="Dualtrack"]') });
    await icon.first().waitFor();
    const shown = await icon.first().evaluate((item) => item.classList.contains("checked"));
    if (!shown) await icon.first().click();
    await this.page.locator(".sidebar .composite.title", { hasText: /dualtrack/i }).waitFor();
    await this.page.mouse.move(700, 500); // away from the icon, whose tooltip would lie over the board
  }

  /** The rows of the board in view: `{ label, description, level, expanded }`; `expanded` is undefined where nothing is below. */
  async board() {
    return this.page.locator(".sidebar .tree-explorer-viewlet-tree-view .monaco-list-row").evaluateAll((rows) =>
      rows
        .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
        .map((row) => ({
          label: row.querySelector(".label-name")?.textContent ?? "",
          description: row.querySelector(".label-description")?.textContent ?? "",
          level: Number(row.getAttribute("aria-level")),
          expanded: { true: true, false: false }[row.getAttribute("aria-expanded")],
        })),
    );
  }

  /** The row of the board with this label, as a locator: click it, press keys on it, drag it. */
  row(label) {
    const name = this.page.locator(".label-name").getByText(label, { exact: true });
    return this.page.locator(".sidebar .tree-explorer-viewlet-tree-view .monaco-list-row", { has: name }).first();
  }

  /** Choose an entry of a row's context menu, until what it opens is there: an input, if the entry ends in "…". */
  async rowMenu(label, entry, opens = entry.endsWith("…") ? this.quickInput : undefined) {
    const item = this.page.locator(".context-view .monaco-menu .action-item", { hasText: entry }).first();
    const choose = async () => {
      if (!(await item.isVisible())) await this.row(label).click({ button: "right", timeout: 5000 });
      await item.waitFor({ timeout: 5000 });
      await sleep(300); // a menu takes no click in its first moments, lest the click that opened it chooses
      await item.click({ timeout: 3000 });
      await item.waitFor({ state: "hidden", timeout: 5000 }); // else those moments were longer
      await opens?.waitFor({ timeout: 10_000 }); // a menu that closes under the click has chosen nothing
    };
    // What opens meanwhile takes the focus, and the menu closes.
    await until(() => choose().then(() => true, () => false), Boolean);
  }

  /** What is shown when the mouse rests on a row. */
  async rowHover(label) {
    const hover = this.page.locator(".monaco-hover.workbench-hover").first();
    // When the rows are drawn anew, the workbench forgets where the mouse rests.
    const shown = async () => {
      await this.leave(hover);
      await this.row(label).locator(".label-name").hover();
      return hover.waitFor({ timeout: 5000 }).then(() => true, () => false);
    };
    await until(shown, Boolean);
    return plain(await hover.innerText());
  }

  /** Move the mouse until a hover is hidden. */
  async leave(hover) {
    const places = [[1, 1], [700, 500]];
    let tried = 0;
    const hidden = async () => {
      places.reverse(); // what lies there may have a hover too, if the mouse rests long enough
      await this.page.mouse.move(...places[1]);
      if (tried++ > 2) await this.page.keyboard.press("Escape"); // it covers one of the places, and the other has one of its own
      return hover.waitFor({ state: "hidden", timeout: 1000 }).then(() => true, () => false);
    };
    await until(hidden, Boolean);
  }

  /** Open the panel of problems and return its findings: `{ message, source, code, position }`. */
  async problems() {
    await this.command("Problems: Focus on Problems View");
    const rows = this.page.locator(".markers-panel-container .monaco-list-row");
    await rows.first().waitFor();
    return rows.filter({ has: this.page.locator(".marker-message-details-container") }).evaluateAll((all) =>
      all.map((row) => {
        const text = (selector) => row.querySelector(selector)?.textContent ?? "";
        return {
          message: text(".marker-message"),
          source: text(".marker-source"),
          code: text(".marker-code"),
          position: text(".marker-line"),
        };
      }),
    );
  }

  /** The texts of the messages on the screen. */
  async messages() {
    return (await this.page.locator(".notification-toast .notification-list-item-message").allInnerTexts()).map(plain);
  }

  /** Press a button of a message. */
  async pressButton(text) {
    await this.page.locator(".notification-toast .monaco-button", { hasText: text }).first().click();
  }

  async screenshot(name) {
    await this.page.screenshot({ path: path.join(this.shots, `${name}.png`) });
  }

  /** Drag the border of the side bar until it is this wide. */
  async widenSidebar(width) {
    const box = await this.page.locator(".sidebar").boundingBox();
    await this.page.mouse.move(box.x + box.width, 300);
    await this.page.mouse.down();
    await this.page.mouse.move(box.x + width, 300, { steps: 5 });
    await this.page.mouse.up();
  }

  /** Change the colour theme, by its name in the settings. */
  async wear(theme) {
    const label = theme.replace("Default ", "").replace(/(High Contrast) Light/, "Light $1").replace(/^High/, "Dark High");
    await this.command("Preferences: Color Theme");
    await this.quickInput.locator(".quick-input-box input").fill(label);
    await this.quickInput.locator(".monaco-list-row.focused", { hasText: label }).waitFor();
    await this.page.keyboard.press("Enter");
    await this.quickInput.waitFor({ state: "hidden" });
  }

  async resize(width, height) {
    await this.page.setViewportSize({ width, height });
  }
}
