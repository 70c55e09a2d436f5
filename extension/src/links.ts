// Links to what the tab shows, and to items, for others to open: `vscode://dualtrack.dualtrack/…`, or the scheme of the fork.

import { env, l10n, window } from "vscode";
import { linkTo } from "../webview/link";
import type { TabRequest } from "../webview/messages";

export async function copyLinks(...shown: Partial<TabRequest>[]): Promise<void> {
  const links = shown.map((each) => linkTo(env.uriScheme, { page: "board", filters: {}, date: "", item: "", ...each }));
  await env.clipboard.writeText(links.join("\n"));
  window.setStatusBarMessage(l10n.t("Link copied"), 3000);
}
