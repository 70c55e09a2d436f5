// The example repository, built outside this one and kept in the user's cache folder.
import { homedir } from "node:os";
import path from "node:path";
import { filesBelow, hashOf, root, run, step, unlessDone } from "./common.mjs";
import { ensurePython, python } from "./python.mjs";

/** Build the example as of a day, in a folder of this name; where it is. */
export async function ensureExample(name, day) {
  await ensurePython();
  const folder = path.join(cacheFolder(), name);
  const inputs = hashOf([...filesBelow("examples"), "requirements-dev.lock"], day);
  const done = { stamp: `${folder}.stamp`, inputs, result: path.join(folder, ".git", "HEAD") };
  await unlessDone(done, () =>
    step("Building the example: a repository with a real history, notebooks and training runs", () =>
      run(python, [path.join(root, "examples", "build.py"), folder, "--today", day]),
    ),
  );
  return folder;
}

export function cacheFolder() {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  const places = { win32: LOCALAPPDATA, darwin: path.join(homedir(), "Library", "Caches"), linux: XDG_CACHE_HOME };
  const place = places[process.platform] ?? "";
  return path.join(path.isAbsolute(place) ? place : path.join(homedir(), ".cache"), "dualtrack");
}
