// NOTICE: the libraries that a package holds, and their licences.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { modules } from "./node.mjs";

/** `packages` are the npm packages in extension.js, `bundled` the folder of the server's libraries, if there are any. */
export function notice(packages, bundled) {
  const libraries = [...(bundled ? pythonLibraries(path.join(bundled, "pure")) : []), ...packages.map(npmPackage)];
  const silent = libraries.filter(({ texts }) => texts.length === 0).map(({ name }) => name);
  if (silent.length > 0) throw new Error(`These bring no text of their licence: ${silent.join(", ")}.`);
  const parts = libraries.map(({ name, version, licence, texts }) => `${name} ${version} (${licence})\n\n${texts.join("\n\n")}`);
  const head = "Dualtrack is under the MIT licence, as LICENSE says. This package also holds the libraries below, each under its own.";
  return `${[head, ...parts].map((part) => part.trim()).join(`\n\n${"-".repeat(80)}\n`)}\n`;
}

function pythonLibraries(pure) {
  return readdirSync(pure)
    .filter((name) => name.endsWith(".dist-info"))
    .sort()
    .map((info) => {
      const folder = path.join(pure, info);
      const [head] = readFileSync(path.join(folder, "METADATA"), "utf8").split(/\r?\n\r?\n/, 1);
      const said = (key) => new RegExp(`^${key}: (.+)$`, "m").exec(head)?.[1].trim();
      return {
        name: said("Name"),
        version: said("Version"),
        licence: said("License-Expression") ?? said("License") ?? "see below",
        texts: [folder, path.join(folder, "licenses")].flatMap(licencesIn),
      };
    });
}

function npmPackage(name) {
  const folder = path.join(modules, name);
  const { version, license } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"));
  return { name, version, licence: license, texts: licencesIn(folder) };
}

function licencesIn(folder) {
  const files = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile()) : [];
  const names = files.map(({ name }) => name).filter((name) => /^(LICEN[CS]E|COPYING|NOTICE)/i.test(name));
  return names.sort().map((name) => readFileSync(path.join(folder, name), "utf8").trim());
}
