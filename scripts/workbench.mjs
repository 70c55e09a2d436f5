// A real VS Code workbench in the browser (code-server), for `npm start` and for the tests of the extension.
export { ensureWorkbench } from "./workbench/install.mjs";
export { startWorkbench } from "./workbench/run.mjs";
