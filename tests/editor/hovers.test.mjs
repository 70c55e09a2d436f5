import { rmSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";
const t = "tracks/";
const files = [
  ["exp23", `${t}experiments/EXP-23 Add support-ticket features.md`, "EXP-23"],
  ["task12", `${t}tasks/TASK-12 Feedback capture front-end.md`, "TASK-12"],
  ["task14", `${t}tasks/TASK-14 Nightly batch scoring.md`, "TASK-14"],
  ["exp21", `${t}experiments/EXP-21 Oversample the churners.md`, "EXP-21"],
  ["exp24", `${t}experiments/EXP-24 Calibrate scores with isotonic regression.md`, "EXP-24"],
  ["data8", `${t}tasks/DATA-8 Reasons for cancelling.md`, "DATA-8"],
  ["data7", `${t}tasks/DATA-7 Ticket text snapshot.md`, "DATA-7"],
  ["model", `${t}models/churn-1.2.md`, "churn@1.2"],
  ["sprint", `${t}sprints/sprint-5.yaml`, "sprint-5"],
];
for (const [name, theme] of Object.entries({ dark: "Default Dark Modern", light: "Default Light Modern" })) {
  test(`hovers ${name}`, async () => {
    const folder = await copyOfExample();
    const w = await openWorkbench({ folder, theme, env: { DUALTRACK_TODAY: today }, size: { width: 1300, height: 900 } });
    try {
      await w.openSidebar();
      await until(() => w.board(), (rows) => rows.some(({ description }) => description.includes("0.7311 ✓")), { seconds: 40 });
      for (const [id, file, word] of name === "light" ? files.slice(0, 4) : files) {
        await w.openFile(file);
        try { await w.editor.hover(word); } catch (error) { console.log(id, String(error).slice(0, 200)); }
        await w.screenshot(`hover-${name}-${id}`);
        await w.page.keyboard.press("Escape");
      }
    } finally {
      console.log(w.shots);
      await w.close();
      rmSync(path.dirname(folder), { recursive: true, force: true });
    }
  });
}
