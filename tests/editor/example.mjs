// The example repository as of a fixed day; every test gets a copy of its own.
import { cpSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ensureExample } from "../../scripts/setup.mjs";

export const today = "2026-11-16";

/** A new copy of the example, in a folder of the system for temporary files. */
export async function copyOfExample() {
  const built = await ensureExample("example-for-tests", today);
  const copy = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), "dualtrack-example-"))), "churn");
  cpSync(built, copy, { recursive: true });
  return copy;
}
