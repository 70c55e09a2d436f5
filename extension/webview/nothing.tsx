// What stands in place of a page that has nothing to show: because of the filter, or because there is nothing yet.

import type { ComponentChildren } from "preact";
import { choose, show, view } from "./store";
import { t } from "./texts";

/** `children` say what there is not; `isNew`: a new item would be a beginning. */
export function Nothing({ isNew = false, children }: { isNew?: boolean; children: ComponentChildren }) {
  if (Object.keys(view.use().filters).length > 0) {
    return <p class="standing">{t("Nothing fits the filter.")} <button class="quiet" onClick={() => { show({ filters: {} }); }}>{t("Show All")}</button></p>;
  }
  return <p class="standing">{children} {isNew && <button class="quiet" onClick={() => { choose("newItem"); }}>{t("New Item…")}</button>}</p>;
}
