// The pages in the order of their tabs.

import type { ComponentType } from "preact";
import type { PageName, Parts } from "../store";
import { BoardPage } from "./board";
import { FlowPage } from "./flow";
import { LearningsPage } from "./learnings";
import { ModelsPage } from "./models";
import { NowPage } from "./now";
import { SprintPage } from "./sprint";

export const pages: { [Name in PageName]: { title: string; draw: ComponentType<{ parts: Parts<Name> }> } } = {
  now: { title: "Now", draw: NowPage },
  board: { title: "Board", draw: BoardPage },
  sprint: { title: "Sprint", draw: SprintPage },
  models: { title: "Models", draw: ModelsPage },
  flow: { title: "Flow", draw: FlowPage },
  learnings: { title: "Learnings", draw: LearningsPage },
};
