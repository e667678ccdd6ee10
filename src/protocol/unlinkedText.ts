/**
 * A message for a notification, in which nothing is a link: VS Code makes links, also to its commands, of
 * `[words](address)`, and messages quote names and values that others have written.
 */
export function unlinkedText(message: string): string {
  return message.replaceAll('](', '] (');
}
