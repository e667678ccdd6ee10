const words =
  'pass(?:word|wd|phrase)?|secret|token|api[-_]?key|private[-_]?key|credential|authorization|cookie';
const named = new RegExp(words, 'i');
const assigned = new RegExp(
  `([\\w-]*(?:${words})[\\w-]*["']?\\s*[:=]\\s*["']?(?:(?:Bearer|Basic)\\s+)?)[^"'\\s,;&}]+`,
  'gi',
);
/** As in `--token abc`. */
const flagged = new RegExp(`(?<=^|\\s)(--?[\\w-]*(?:${words})[\\w-]*\\s+)[^\\s-]\\S*`, 'gi');
/** As in `postgres://user:abc@host`. */
const inAddress = /:\/\/[^/\s@]+@/g;

/** What is shown instead of a secret. */
export const mask = '***';

/** Whether a value of this name (a variable, a key) is likely to be a secret, which is not to be shown. */
export function looksSecret(name: string): boolean {
  return named.test(name);
}

/**
 * The text with values left out that stand behind such a name, as in `token=abc`, `"password": "abc"` and
 * `--token abc`, and with the names and passwords of addresses.
 */
export function maskSecrets(text: string): string {
  return text.replace(assigned, `$1${mask}`).replace(flagged, `$1${mask}`).replace(inAddress, `://${mask}@`);
}

/** The arguments of a command, one by one, with what `maskSecrets` would leave out of the whole line. */
export function maskArguments(args: readonly string[]): string[] {
  return args.map((argument, index) => {
    const flag = args[index - 1] ?? '';
    const isValue = /^--?[\w-]+$/.test(flag) && looksSecret(flag) && !argument.startsWith('-');
    return isValue ? mask : maskSecrets(argument);
  });
}
