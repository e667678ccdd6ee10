const words = /\b(?:apps|pm2|script|exec|cmd|command|deploy|static)\b/;

/**
 * Whether an open document with the name of an ecosystem file is worth starting the language server for, which then
 * looks closely: other tools use some of the names too. An empty one may become anything.
 */
export function mayBeEcosystem(text: string): boolean {
  return text.trim().length < 20 || words.test(text);
}
