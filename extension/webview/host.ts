// The page of the tab's webview, and what it may ask for. Nothing here needs VS Code, so that tests draw the same page in a browser.

import { type ChoicesRequest, requests } from "../src/messages";
import type { TabRequest } from "./messages";

const offered = new Set<unknown>([...requests, "menu", "open", "fix", "newItem", "setUpBoard"]);
const commands = ["restart", "selectInterpreter", "showLog"];
const fieldsOf = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? { ...value } : {});
const isText = (value: unknown): value is string => typeof value === "string";
const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

/** What a message asks for: nothing, where it is none of the four, or has another shape. */
export function asked(message: unknown): { show?: TabRequest; copy?: TabRequest; choose?: ChoicesRequest; run?: string } {
  const { show, copy, choose, run } = fieldsOf(message);
  const { request, ids, onto } = fieldsOf(choose);
  if (isView(show)) return { show: viewOf(show) };
  if (isView(copy)) return { copy: viewOf(copy) };
  if (offered.has(request) && areTexts(ids) && (onto === null || isText(onto))) return { choose: { request: String(request), ids, onto } };
  return isText(run) && commands.includes(run) ? { run } : {};
}

function isView(value: unknown): value is TabRequest {
  const { page, filters, date, item } = fieldsOf(value);
  return [page, date, item].every(isText) && Object.values(fieldsOf(filters)).every(areTexts);
}

/** Without what else the message holds. */
const viewOf = ({ page, filters, date, item }: TabRequest): TabRequest => ({ page, filters, date, item });

/** `source` is where scripts and styles come from, `at` the address of one of them, `texts` those of the tab by what they are in English. */
export function html(nonce: string, source: string, at: (name: string) => string, language = "en", texts: object = {}): string {
  const given = JSON.stringify(texts).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><title>Dualtrack</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}">
<link rel="stylesheet" href="${at("tab-style.css")}"></head><body data-texts="${given}"><script nonce="${nonce}" src="${at("tab.js")}"></script></body></html>`;
}
