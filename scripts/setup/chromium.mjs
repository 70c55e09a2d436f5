// The browser that the tests of the editor run in.
import path from "node:path";
import { SetupError, isFile, mayInstall, windows } from "./common.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

export async function ensureChromium() {
  const there = findChromium();
  if (there) return there;
  await mayInstall("Chromium", "chromium");
  return requireChromium();
}

export function requireChromium() {
  const found = findChromium();
  if (found) return found;
  throw new SetupError("The editor tests need Chromium and found none: install it, or say where it is in the variable CHROMIUM.");
}

function findChromium() {
  const suffix = windows ? ".exe" : "";
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const places = names.flatMap((name) => folders.map((folder) => path.join(folder, name + suffix)));
  return [process.env.CHROMIUM ?? "", ...places].find(isFile);
}
