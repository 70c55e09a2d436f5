// The page that opens from a finding's code: `dualtrack-rule:/expired-timebox.md`. package.json opens it as a preview.

import * as path from "node:path";
import { type Disposable, workspace } from "vscode";
import type { Server } from "./client";
import type { RulePage, RulePageRequest } from "./messages";

export function showRulePages(server: Server): Disposable {
  return workspace.registerTextDocumentContentProvider("dualtrack-rule", {
    async provideTextDocumentContent(uri, token) {
      const params: RulePageRequest = { code: path.posix.basename(uri.path, ".md") };
      const page = await server.request<RulePage | null>("dualtrack/rulePage", params, token);
      return page?.markdown ?? `There is no rule ${params.code}.`;
    },
  });
}
