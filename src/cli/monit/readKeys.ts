const sequences: Readonly<Record<string, string>> = {
  '\u001b[A': 'up',
  '\u001bOA': 'up',
  '\u001b[B': 'down',
  '\u001bOB': 'down',
  '\u001b[5~': 'page up',
  '\u001b[6~': 'page down',
  '\u001b[H': 'home',
  '\u001b[1~': 'home',
  '\u001bOH': 'home',
  '\u001b[F': 'end',
  '\u001b[4~': 'end',
  '\u001bOF': 'end',
  '\u001b': 'escape',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0003': 'ctrl+c',
  '\u001a': 'ctrl+z',
};

/** A key: a sequence that begins with escape, or one character. */
const oneKey = /\u001b\[[0-9;?]*[ -/]*[@-~]|\u001bO.|[^]/gu;

/** The keys in what a terminal in raw mode sent: names such as `up` and `enter`, else the character; others are left out. */
export function readKeys(input: string): readonly string[] {
  return (input.match(oneKey) ?? []).flatMap((key) => {
    const name = sequences[key];
    if (name !== undefined) return [name];
    return key >= ' ' && !key.startsWith('\u001b') ? [key] : [];
  });
}
