// The board in a tab of the workbench: its frame, and the cards in it.
import { until } from "./until.mjs";

/** The frame of the tab, once cards are drawn there. */
export async function shownTab(w) {
  const find = async () => {
    for (const frame of w.page.frames()) if (await frame.locator("[data-card]").count().catch(() => 0)) return frame;
  };
  return until(find, Boolean);
}

export const card = (frame, id) => frame.locator("[data-card]", { has: frame.locator(".id", { hasText: new RegExp(`^${id}$`) }) }).first();

/** Waits until the workbench has written what is open, which it does every few seconds, with these words of a webview's state. */
export async function untilKept(w, words) {
  const kept = () => w.page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const texts = [];
    for (const { name } of await indexedDB.databases()) {
      if (!name.startsWith("vscode-web-state-db")) continue;
      const database = await done(indexedDB.open(name));
      texts.push(...await done(database.transaction("ItemTable").objectStore("ItemTable").getAll()));
      database.close();
    }
    return texts.join("\n");
  });
  await until(kept, (texts) => texts.replaceAll(/[\\"]/g, "").includes(words));
}
