/**
 * Text of the repository for a surface that gives characters a meaning.
 *
 * Messages, quick picks and input boxes turn `[text](command:…)` into a link, and some of them `$(name)` into an icon. A title or a path
 * must not be able to do that, so an invisible word joiner is put where the syntax would begin. Tree items show such text as it is.
 */
export function plain(text: string): string {
  return text.replaceAll("](", "]\u2060(").replaceAll("$(", "$\u2060(");
}
