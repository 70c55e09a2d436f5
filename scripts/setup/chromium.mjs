// The browser that the tests of the editor run in.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { SetupError, isFile, run, step, windows } from "./common.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

export async function ensureChromium() {
  const there = findChromium();
  if (there) return there;
  const mayInstall = process.platform === "linux" && process.getuid() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
  if (mayInstall) {
    await step("Installing Chromium with apt-get", () => {
      run("apt-get", ["update"]);
      run("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"]);
    });
  }
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
