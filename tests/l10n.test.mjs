// What people see of the extension is a text that every language of package.nls.*.json and l10n/ has.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import ts from "typescript";
import { filesBelow, root } from "../scripts/setup/common.mjs";

const read = (name) => readFileSync(path.join(root, name), "utf8");
const sources = ["extension/src", "extension/webview"].flatMap(filesBelow).filter((file) => /(?<!messages)\.tsx?$/.test(file));
const languages = readdirSync(path.join(root, "l10n")).map((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)[1]);

const shown = /^(title|aria-label|placeholder|placeHolder|prompt|label|description|detail|tooltip|message|name|openLabel|contents|altText|markdownDescription|contextualTitle|displayName)$/;
const isJoined = (node) => ts.isConditionalExpression(node) || ts.isParenthesizedExpression(node) || ts.isTemplateExpression(node) || ts.isTemplateSpan(node) || (ts.isBinaryExpression(node) && !/=$/.test(node.operatorToken.getText()));
const isTranslated = (node) => ts.isCallExpression(node) && /^((vscode\.)?l10n\.)?t$/.test(node.expression.getText());
/** For whoever reads the log, the server or the machine. */
const isInside = (node) => /^(\w+\.)?log\./.test(node.expression?.getText() ?? "") || /^(class|d)$/.test(node.name?.getText() ?? "") || node.name?.getText() === "failureReason";

/** The texts that a source asks for, and those that it shows as they are. */
function textsOf(source, name = "x.tsx") {
  const [asked, bare] = [[], []];
  const literals = (node) => (ts.isConditionalExpression(node) ? [node.whenTrue, node.whenFalse].flatMap(literals) : ts.isStringLiteral(node) ? [node.text] : []);
  const visit = (node) => {
    if (isTranslated(node)) asked.push(...literals(node.arguments[0]));
    if (isTranslated(node)) return node.arguments.slice(1).forEach(visit);
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || isInside(node)) return;
    const text = ts.isJsxText(node) || ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node) ? node.text : "";
    if (/\p{L}{2}/u.test(text) && text !== "Dualtrack" && isShown(node, text)) bare.push(text.trim());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true));
  return { asked, bare };
}

/** Text of the page, the value of what has a name for texts, and whatever else has two words and is no markup. */
function isShown(node, text) {
  if (node.parent.name === node || node.parent.operatorToken?.kind === ts.SyntaxKind.EqualsEqualsEqualsToken) return false;
  if (ts.isJsxText(node) || /^(?!.*[<[]).*\p{L} \p{L}/u.test(text)) return true;
  let at = node.parent;
  while (isJoined(at)) at = at.parent;
  if (ts.isJsxExpression(at) && !ts.isJsxAttribute(at.parent)) return true;
  if (ts.isJsxExpression(at)) at = at.parent;
  return shown.test((at.name ?? at.left?.name)?.getText() ?? "");
}

test("the client and the webview show no text that cannot be translated", () => {
  assert.deepEqual(textsOf('t(n === 1 ? "{0} day" : "{0} days", n)').asked, ["{0} day", "{0} days"]);
  const bare = ["<p>Two words</p>", '<p>{x || "open"}</p>', "<p>{x ? ` ${x} left` : ''}</p>", '<a title="Open" />', 'f({ label: "Undo" })', 'f("It failed.")'];
  assert.deepEqual(bare.map((source) => textsOf(source).bare.length), bare.map(() => 1));
  const found = sources.flatMap((file) => textsOf(read(file), file).bare.map((text) => `${file}: ${text}`));
  assert.deepEqual(found, []);
});

test("package.json has its texts from package.nls.json", () => {
  const used = [];
  const visit = (value, key) => {
    if (typeof value === "object" && value !== null) return Object.entries(value).forEach(([name, each]) => visit(each, name));
    if (typeof value !== "string" || value === "Dualtrack" || !shown.test(key)) return;
    used.push(/^%(.+)%$/.exec(value)?.[1] ?? value);
  };
  const { name, ...manifest } = JSON.parse(read("package.json"));
  assert.equal(name, "dualtrack");
  visit(manifest, "");
  assert.deepEqual([...new Set(used)].sort(), Object.keys(JSON.parse(read("package.nls.json"))).sort());
});

for (const language of languages) {
  test(`every text is there in ${language}, with its values and its commands`, () => {
    const bundle = JSON.parse(read(`l10n/bundle.l10n.${language}.json`));
    const nls = JSON.parse(read(`package.nls.${language}.json`));
    const [english, asked] = [JSON.parse(read("package.nls.json")), sources.flatMap((file) => textsOf(read(file), file).asked)];
    assert.deepEqual(Object.keys(bundle).sort(), [...new Set(asked)].sort());
    assert.deepEqual(Object.keys(nls).sort(), Object.keys(english).sort());
    const kept = (text) => [...text.matchAll(/\{\d\}|\]\([^)]+\)/g)].map(([each]) => each).sort();
    for (const [text, translated] of Object.entries(bundle)) assert.deepEqual(kept(translated), kept(text), text);
    for (const [key, translated] of Object.entries(nls)) assert.deepEqual(kept(translated), kept(english[key]), key);
  });
}
