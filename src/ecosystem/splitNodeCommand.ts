/** Node flags whose value may stand in the next word. */
const flagsWithValue = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '-C',
  '--conditions',
  '--env-file',
  '--env-file-if-exists',
  '--watch-path',
  '--disable-warning',
  '--title',
  '--redirect-warnings',
  '--dns-result-order',
  '--unhandled-rejections',
  '--diagnostic-dir',
  '--max-http-header-size',
  '--stack-trace-limit',
]);

/** Flags that make Node do something else than run a file. */
const notAFile =
  /^(?:-|-e|--eval(?:=.*)?|-p|--print|-pe|-c|--check|-i|--interactive|--test|--run(?:=.*)?|-v|--version|-h|--help)$/;

/** The words after `node`, taken apart; null when they do not run a file. */
export function splitNodeCommand(
  words: readonly string[],
): { readonly nodeArgs: string[]; readonly script: string; readonly args: string[] } | null {
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      at++;
      break;
    }
    if (!word.startsWith('-')) break;
    if (notAFile.test(word)) return null;
    if (flagsWithValue.has(word)) at++;
  }
  const script = words[at];
  if (script === undefined || script === 'inspect') return null;
  const nodeArgs = words.slice(0, at).filter((word) => word !== '--');
  return { nodeArgs, script, args: words.slice(at + 1) };
}
