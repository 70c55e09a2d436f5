// The text editor as its user sees it: where a text stands, what hovers over it, what the light bulb offers.
import { readFileSync } from "node:fs";
import path from "node:path";
import { until } from "./until.mjs";

const tooltip =
  ".monaco-editor .monaco-hover:not(.hidden) .hover-row, .monaco-resizable-hover .monaco-hover:not(.hidden) .hover-row";

export class Editor {
  constructor(workbench) {
    this.workbench = workbench;
    this.page = workbench.page;
    this.frame = this.page.locator(".editor-group-container.active .editor-instance").first();
  }

  /** Go to a place, both counted from 1. */
  async goTo(line, column = 1) {
    await this.workbench.quickOpen(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.workbench.quickInput.waitFor({ state: "hidden" });
  }

  /** Put the cursor into the middle of a text's first occurrence, and return where that is on the screen. */
  async cursorOn(text) {
    await this.page.keyboard.press("Escape"); // a hover would lie over the text
    await this.page.mouse.move(1, 1);
    const place = await this.placeOf(text);
    await this.page.mouse.click(place.x, place.y);
    return place;
  }

  /** What is shown when the mouse rests on a text. */
  async hover(text) {
    const rows = this.page.locator(tooltip);
    // A code lens that comes meanwhile moves the text away from under the mouse: then it is looked for again.
    const shownAt = async () => {
      await this.workbench.leave(rows.first());
      const place = await this.placeOf(text);
      await this.page.mouse.move(place.x - 2, place.y);
      await this.page.mouse.move(place.x, place.y);
      return rows.first().waitFor({ timeout: 5000 }).then(() => true, () => false);
    };
    await until(shownAt, Boolean);
    // The rows come one after the other, from several providers: the hover is complete when it no longer changes.
    let shown = "";
    return until(
      async () => plain((await rows.allInnerTexts()).join("\n")),
      (text) => {
        const complete = text === shown && text !== "" && !/^Loading/m.test(text);
        shown = text;
        return complete;
      },
      { every: 300 },
    );
  }

  /** Open the light bulb's menu at the cursor (Ctrl+.) and return its entries. */
  async bulb() {
    const entries = this.page.locator(".action-widget .monaco-list-row.action");
    const nothing = this.page.locator(".monaco-editor-overlaymessage");
    const shown = async () => {
      await this.page.keyboard.press("Control+.");
      // Pressed again, the keys would choose the first entry of a menu that comes late.
      await entries.or(nothing).first().waitFor({ timeout: 10_000 }).catch(() => undefined);
      if (await entries.first().isVisible()) return true;
      await this.page.keyboard.press("Escape");
      await nothing.waitFor({ state: "hidden" });
      return false;
    };
    // The first time the editor may not have the findings yet, and then says that there is nothing to offer.
    await until(shown, Boolean);
    return (await entries.allInnerTexts()).map(plain);
  }

  /** Choose an entry of the open light bulb's menu by its text: with the keys, because 1.99 shields the menu from clicks. */
  async pickFix(text) {
    const entries = this.page.locator(".action-widget .monaco-list-row.action");
    for (let steps = await entries.count(); steps > 0; steps--) {
      const focused = this.page.locator(".action-widget .monaco-list-row.action.focused");
      if ((await focused.innerText()).includes(text)) {
        await this.page.keyboard.press("Enter");
        return entries.first().waitFor({ state: "hidden" });
      }
      await this.page.keyboard.press("ArrowDown");
    }
    throw new Error(`The light bulb offers no "${text}".`);
  }

  async type(text) {
    await this.page.keyboard.type(text);
  }

  async save() {
    await this.page.keyboard.press("Control+s");
    await this.page.locator(".tab.active:not(.dirty)").first().waitFor();
  }

  /** Where the cursor is, counted from 1, as the status bar says it. */
  async position() {
    const shown = await this.page.locator('.statusbar-item[id="status.editor.selection"]').innerText();
    const [line, column] = shown.match(/\d+/g).map(Number);
    return { line, column };
  }

  async undo() {
    await this.page.keyboard.press("Control+z");
  }

  async isDirty() {
    return (await this.page.locator(".tab.active.dirty").count()) > 0;
  }

  /** The lines in view, from top to bottom. */
  async lines() {
    const lines = await this.frame.locator(".view-lines .view-line").evaluateAll((all) =>
      all
        .map((line) => [parseFloat(line.style.top), line.textContent])
        .sort((a, b) => a[0] - b[0])
        .map(([, text]) => text),
    );
    return lines.map(plain);
  }

  /** How many underlines of each severity are in view: `{ error, warning, info, hint }`. */
  async squiggles() {
    const counts = {};
    for (const severity of ["error", "warning", "info", "hint"]) {
      counts[severity] = await this.frame.locator(`.squiggly-${severity}`).count();
    }
    return counts;
  }

  /** The middle of a text's first occurrence in view; scrolls to it if it is further down in the saved file. */
  async placeOf(text) {
    const inView = await this.findInView(text);
    if (inView) return inView;
    const file = await this.page.locator(".tab.active").first().getAttribute("aria-label");
    const saved = readFileSync(path.join(this.workbench.folder, this.workbench.openedPath), "utf8");
    const before = saved.split(text)[0];
    if (before === saved) throw new Error(`"${text}" is not in ${file}.`);
    await this.goTo(before.split("\n").length);
    await this.page.waitForTimeout(300); // the lines are drawn after the scrolling
    const place = await this.findInView(text);
    if (!place) throw new Error(`"${text}" is not in view in ${file}.`);
    return place;
  }

  findInView(text) {
    return this.frame
      .locator(".view-lines")
      .first()
      .evaluate((lines, wanted) => {
        const sorted = [...lines.querySelectorAll(".view-line")].sort(
          (a, b) => parseFloat(a.style.top) - parseFloat(b.style.top),
        );
        for (const line of sorted) {
          const start = line.textContent.replace(/\u00a0/g, " ").indexOf(wanted);
          if (start < 0) continue;
          const range = document.createRange();
          let offset = 0;
          const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const inside = (at) => at >= offset && at <= offset + node.length;
            if (inside(start)) range.setStart(node, start - offset);
            if (inside(start + wanted.length)) range.setEnd(node, start + wanted.length - offset);
            offset += node.length;
          }
          const box = range.getBoundingClientRect();
          return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }
        return null;
      }, text);
  }
}

/** The text without the non-breaking spaces that the workbench draws. */
export const plain = (text) => text.replace(/\u00a0/g, " ").trimEnd();
