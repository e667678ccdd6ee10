export interface GlobStyle {
  /** `{a,b}` is either; in a .gitignore it is itself. */
  readonly braces: boolean;
  /** The glob may begin in any folder. */
  readonly anywhere?: boolean;
  /** What lies inside of a folder that fits does too. */
  readonly inside?: boolean;
}

/**
 * The regular expression for a glob over `/`-separated relative paths, as git reads them: `*`, `?` and `[a-z]` stay
 * within a name, `**` between slashes is any number of folders, at the end everything inside. One with an impossible
 * range ([z-a]) fits nothing.
 */
export function globExpression(glob: string, { braces, anywhere, inside }: GlobStyle): RegExp {
  const before = anywhere === true ? '(?:.*/)?' : '';
  const after = inside === true ? '(?:/.*)?' : '';
  try {
    return new RegExp(`^${before}${globSource(glob, braces)}${after}$`, 's');
  } catch (error) {
    if (error instanceof SyntaxError) return /(?!)/;
    throw error;
  }
}

function globSource(glob: string, braces: boolean): string {
  let source = '';
  let depth = 0;
  let at = 0;
  const take = (length: number, text: string): void => {
    source += text;
    at += length;
  };
  while (at < glob.length) {
    const character = glob.charAt(at);
    const set = character === '[' ? setAt(glob, at) : undefined;
    const startsName = at === 0 || glob.charAt(at - 1) === '/';
    if (startsName && glob.startsWith('**/', at)) take(3, '(?:[^/]+/)*');
    else if (startsName && glob.slice(at) === '**') take(2, '.+');
    else if (character === '*') take(/^\*+/.exec(glob.slice(at))?.[0].length ?? 1, '[^/]*');
    else if (character === '?') take(1, '[^/]');
    else if (set !== undefined) take(set.length, set.source);
    else if (character === '\\') take(2, literal(glob.charAt(at + 1)));
    else if (braces && character === '{' && glob.includes('}', at)) {
      depth++;
      take(1, '(?:');
    } else if (depth > 0 && character === '}') {
      depth--;
      take(1, ')');
    } else if (depth > 0 && character === ',') take(1, '|');
    else take(1, literal(character));
  }
  return source + ')'.repeat(depth);
}

function literal(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}

/** The set of characters that begins at `from`; undefined when it is empty or never closed, and so is none. */
function setAt(glob: string, from: number): { length: number; source: string } | undefined {
  const set = /^\[([!^]?)(\]?(?:\\.|[^\]\\])*)\]/s.exec(glob.slice(from));
  const [whole = '', negation = '', members = ''] = set ?? [];
  if (members === '') return undefined;
  const body = members.replace(/\\?([^\w\s-])|\\(.)/gs, (_, sign?: string, other?: string) =>
    sign === undefined ? (other ?? '').replace('-', '\\-') : `\\${sign}`,
  );
  return { length: whole.length, source: `(?!/)[${negation === '' ? '' : '^'}${body}]` };
}
