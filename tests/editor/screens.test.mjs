// The screens in every kind of theme, narrow and wide, for somebody to look at.
// With DUALTRACK_PICTURES=1 the README's picture in docs/images is taken anew.
import assert from "node:assert/strict";
import { copyFileSync, rmSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { openWorkbench, until } from "./driver.mjs";
import { copyOfExample, today } from "./example.mjs";

const exp23 = "tracks/experiments/EXP-23 Add support-ticket features.md";
const themes = { dark: "Default Dark Modern", light: "Default Light Modern", "high-contrast": "Default High Contrast", "high-contrast-light": "Default High Contrast Light" };

test("the board and a hover card, in every theme", async () => {
  const folder = await copyOfExample();
  const w = await openWorkbench({ folder, env: { DUALTRACK_TODAY: today }, size: { width: 1440, height: 810 } });
  try {
    await w.openSidebar();
    await until(() => w.board(), (rows) => rows.some(({ description }) => description.includes("0.7311 ✓")));
    await inEvery(w, "narrow");
    await w.widenSidebar(480);
    await inEvery(w, "wide");
    await w.openFile(exp23);
    await until(() => w.editor.squiggles(), ({ warning }) => warning === 1);
    for (const [name, theme] of Object.entries(themes)) {
      await w.wear(theme);
      assert.match(await w.editor.hover("EXP-23"), /val_f1 0\.7311/);
      await w.screenshot(name);
    }
    if (process.env.DUALTRACK_PICTURES) copyFileSync(path.join(w.shots, "dark.png"), path.join("docs", "images", "dark.png"));
  } finally {
    await w.close();
    rmSync(path.dirname(folder), { recursive: true, force: true });
  }
});

async function inEvery(w, size) {
  for (const [name, theme] of Object.entries(themes)) {
    await w.wear(theme);
    await w.screenshot(`${name}-${size}`);
  }
}
