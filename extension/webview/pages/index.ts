// The pages in the order of their tabs.

import type { ComponentType } from "preact";
import type { PageName, Parts } from "../store";
import { BoardPage } from "./board";
import { FlowPage } from "./flow";
import { LearningsPage } from "./learnings";
import { ModelsPage } from "./models";
import { NowPage } from "./now";
import { SprintPage } from "./sprint";
import { t } from "../texts";

export const pages: { [Name in PageName]: { title: string; draw: ComponentType<{ parts: Parts<Name> }> } } = {
  now: { title: t("Now"), draw: NowPage },
  board: { title: t("Board"), draw: BoardPage },
  sprint: { title: t("Sprint"), draw: SprintPage },
  models: { title: t("Models"), draw: ModelsPage },
  flow: { title: t("Flow"), draw: FlowPage },
  learnings: { title: t("Learnings"), draw: LearningsPage },
};
