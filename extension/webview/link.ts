// Links to what the tab shows. A link may come from anybody: only names that there are and plain words are taken from it.

import { filterNames, pageNames, type TabRequest } from "./messages";

const extension = "dualtrack.dualtrack";
const isPlain = (word: string): boolean => /^\P{Cc}{1,200}$/u.test(word);

/** `scheme` is that of the editor: `vscode://dualtrack.dualtrack/board?track=research&item=EXP-23`. The folder of an item is another one elsewhere and left out. */
export function linkTo(scheme: string, { page, filters, date, item }: TabRequest): string {
  const [row, key] = item.split("\n");
  const words = Object.entries(filters).flatMap(([name, asked]) => asked.map((word) => [name, word]));
  const query = new URLSearchParams([...words, ["date", date], ["item", key ?? row ?? ""]].filter((each): each is [string, string] => Boolean(each[1])));
  // VS Code decodes the query before it is taken apart.
  return `${scheme}://${extension}/${page}?${query.toString().replaceAll("%", "%25")}`.replace(/\?$/, "");
}

/** What a link leads to; nothing where its page is none. */
export function linked({ path, query }: { path: string; query: string }): { view: Omit<TabRequest, "item">; item: string } | undefined {
  const page = pageNames.find((name) => `/${name}` === path);
  const words = new URLSearchParams(query);
  const plain = (name: string): string[] => words.getAll(name).filter(isPlain);
  const asked = filterNames.map((name): [string, string[]] => [name, plain(name)]).filter(([, of]) => of.length > 0);
  const date = plain("date").find((day) => /^\d{4}-\d\d-\d\d$/.test(day)) ?? "";
  return page && { view: { page, filters: Object.fromEntries(asked), date }, item: plain("item")[0] ?? "" };
}
