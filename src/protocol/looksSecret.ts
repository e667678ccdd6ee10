const words =
  'pass(?:word|wd|phrase|code)?|[-_]pwd|secret|token|(?:api|access|private|encryption|signing|master)[-_]?key|credential|authorization|cookie|jwt';
const named = new RegExp(words, 'i');
const assigned = new RegExp(
  `([\\w-]*(?:${words})[\\w-]*["']?\\s*[:=]\\s*["']?(?:(?:Bearer|Basic)\\s+)?)[^"'\\s,;&}]+`,
  'gi',
);
/** As in `--token abc`. */
const flagged = new RegExp(`(?<=^|\\s)(--?[\\w-]*(?:${words})[\\w-]*\\s+)[^\\s-]\\S*`, 'gi');
/** As in `postgres://user:abc@host`. */
const inAddress = /:\/\/[^/\s@]+@/g;
const withPassword = /:\/\/[^/\s@:]*:[^/\s@]+@/;

/** What is shown instead of a secret. */
export const mask = '***';

/** Whether a value of this name (a variable, a key) is likely to be a secret, which is not to be shown. */
export function looksSecret(name: string): boolean {
  return named.test(name);
}

/** Whether a variable is one: by its name, or because its value is an address with a password. */
export function holdsSecret(name: string, value: string): boolean {
  return looksSecret(name) || value.search(withPassword) !== -1;
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
