// The pages in the order of their tabs.

import type { ComponentType } from "preact";
import type { PageName, Parts } from "../store";
import { BoardPage } from "./board";

export const pages: { [Name in PageName]: { title: string; draw: ComponentType<{ parts: Parts<Name> }> } } = {
  board: { title: "Board", draw: BoardPage },
};
