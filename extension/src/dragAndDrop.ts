// Dropping cards on a column: the move to that column, as the server offers it.

import { DataTransferItem, type TreeDragAndDropController, window } from "vscode";
import { choicesOf, runChoice } from "./choices";
import type { Server } from "./client";
import type { CardNode, ColumnNode, Node } from "./nodes";
import { plain } from "./plain";

/** VS Code's name for what is dragged inside this view. */
const mime = "application/vnd.code.tree.dualtrack.board";

export function dragAndDrop(server: Server, cards: () => CardNode[]): TreeDragAndDropController<Node> {
  return {
    dragMimeTypes: [mime],
    dropMimeTypes: [mime],
    handleDrag(source, transfer) {
      const ids = source.filter((node) => node.is === "card").map((node) => node.id);
      if (ids.length > 0) transfer.set(mime, new DataTransferItem(JSON.stringify(ids)));
    },
    async handleDrop(target, transfer) {
      const item = transfer.get(mime);
      if (!item) return;
      const ids = JSON.parse(await item.asString()) as string[];
      const dropped = cards().filter((node) => ids.includes(node.id));
      const column = target?.is === "card" ? target.parent : target;
      if (column?.is !== "column") void window.showWarningMessage("Drop the card on a status of its track.");
      // One after the other: each is judged by the board that the last one has left.
      else for (const node of dropped) if (!(await drop(server, node, column))) return;
    },
  };
}

/** False where the rest of the cards had better stay, too. */
async function drop(server: Server, node: CardNode, column: ColumnNode): Promise<boolean> {
  if (node.parent.id === column.id) return true;
  if (node.parent.trackId !== column.trackId) {
    const message = `${node.card.label} stays in ${node.parent.track.name}: a card moves between the columns of its own track.`;
    void window.showWarningMessage(plain(message));
    return true;
  }
  const offered = await choicesOf(server, node, "move");
  const choice = offered?.choices.find(({ status }) => status === column.column.status);
  if (offered && !choice) void window.showWarningMessage(plain(`${node.card.label} cannot move to ${column.column.status} now.`));
  return choice !== undefined && runChoice(server, offered?.title ?? "", choice);
}
