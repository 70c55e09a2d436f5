// The texts of the tab in the language of VS Code. Its host writes them into the page, by what they are in English.

const texts = JSON.parse(document.body.dataset["texts"] ?? "{}") as Record<string, string>;

/** A text with values in place of {0}, {1} …, as `l10n.t` of VS Code gives it. */
export function t(text: string, ...values: (string | number)[]): string {
  return (texts[text] ?? text).replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)] ?? ""));
}

export const days = (count: number): string => t(count === 1 ? "{0} day" : "{0} days", count);
