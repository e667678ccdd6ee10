/**
 * A regular expression for a glob over `/`-separated relative paths: `*`, `**`, `?`, `{a,b}` and `[abc]`. A glob
 * without a slash matches in every folder.
 */
export function globToRegExp(glob: string): RegExp {
  const pattern = glob.replace(/^\.?\//, '');
  const whole = pattern.includes('/') || glob.startsWith('/') ? pattern : `**/${pattern}`;
  // One says as much as many, which would be tried against each other.
  const full = whole.replace(/(?:\*\*\/)+/g, '**/');
  let source = '';
  let depth = 0;
  for (let at = 0; at < full.length; at++) {
    const character = full.charAt(at);
    if (full.startsWith('**/', at)) {
      source += '(?:[^/]+/)*';
      at += 2;
    } else if (full.startsWith('**', at)) {
      source += '.*';
      at += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?') source += '[^/]';
    else if (character === '{') {
      source += '(?:';
      depth++;
    } else if (character === '}' && depth > 0) {
      source += ')';
      depth--;
    } else if (character === ',' && depth > 0) source += '|';
    else if (character === '[' && setAt(full, at) !== undefined) {
      source += setAt(full, at) ?? '';
      at = full.indexOf(']', at);
    } else source += character.replace(/[.+^$()|\\{}[\]]/, '\\$&');
  }
  return new RegExp(`^${source}${')'.repeat(depth)}$`);
}

/** The set of characters that begins there; undefined where none does, or one with a range that goes backwards. */
function setAt(glob: string, at: number): string | undefined {
  const written = /^\[([^\]]*)\]/.exec(glob.slice(at))?.[1];
  if (written === undefined) return undefined;
  const set = `[${written.replace(/^!/, '^').replaceAll('\\', '\\\\')}]`;
  const backwards = [...set.matchAll(/([^])-([^])/g)].some(([, from = '', to = '']) => from > to);
  return backwards ? undefined : set;
}
