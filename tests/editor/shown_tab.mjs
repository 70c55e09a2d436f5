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
