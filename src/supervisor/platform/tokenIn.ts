const name = Buffer.from('DROVER_INSTANCE=');

/** The value of `DROVER_INSTANCE` in an environment block (`NAME=value` pairs ended by NUL). */
export function tokenIn(environment: Buffer): string | undefined {
  let at = environment.indexOf(name);
  while (at > 0 && environment[at - 1] !== 0) at = environment.indexOf(name, at + 1);
  if (at === -1) return undefined;
  const end = environment.indexOf(0, at);
  return environment.toString('utf8', at + name.length, end === -1 ? environment.length : end);
}
