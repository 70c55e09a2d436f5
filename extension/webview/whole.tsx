// Ids and dates that a narrow page does not break at their hyphens.

/** What has hyphens inside, and is short enough for every width. */
const hyphenated = /((?<![\w-])\w[\w-]{0,16}-\w{1,4}(?![\w-]))/;

export function Whole({ text }: { text: string }) {
  return <>{text.split(hyphenated).map((part, at) => (at % 2 ? <span key={at} class="whole">{part}</span> : part))}</>;
}
