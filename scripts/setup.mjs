// Everything that must be there before Dualtrack runs; each function costs milliseconds when nothing changed.
export { ensurePython, findPython, python, tool } from "./setup/python.mjs";
export { ensureNode } from "./setup/node.mjs";
export { bundle, ensureOverlay, platforms, thisPlatform } from "./setup/overlay.mjs";
export { ensureExtension, ensureVsix, linksStay, pack, reproducible, universal, vsix } from "./setup/extension.mjs";
export { cacheFolder, ensureExample } from "./setup/example.mjs";
