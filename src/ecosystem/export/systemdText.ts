/** The lines of a section; a setting with several values is repeated. */
export type Section = readonly (readonly [setting: string, value: string | null | readonly string[]])[];

/** A unit file: its comment, and the sections that have anything. */
export function unitText(comment: readonly string[], sections: Readonly<Record<string, Section>>): string {
  const blocks = Object.entries(sections).flatMap(([name, settings]) => {
    const lines = settings.flatMap(([setting, value]) => {
      const values = value === null ? [] : typeof value === 'string' ? [value] : value;
      return values.map((one) => `${setting}=${oneLine(one)}`);
    });
    return lines.length === 0 ? [] : [[`[${name}]`, ...lines].join('\n')];
  });
  return `${[comment.map((line) => `# ${line}`).join('\n'), ...blocks].join('\n\n')}\n`;
}

/** A value that ends where its line does: a break would begin a setting of its own, a last backslash go on with the next. */
function oneLine(value: string): string {
  return value.replace(/[\0\r\n]+/g, ' ').replace(/\\$/, '\\ ');
}

/** A value in which `%` stands for itself, as in paths. */
export function plain(text: string): string {
  return text.replaceAll('%', '%%');
}

/** One word of a command line: `$` and `%` stand for themselves. `instance` words may hold specifiers such as `%i`. */
export function commandWord(word: string): string {
  return quoted(plain(word).replaceAll('$', '$$$$'));
}

/** `NAME=value` of `Environment=`, where `$` is nothing special. */
export function assignment(name: string, value: string): string {
  return quoted(plain(`${name}=${value}`));
}

/** A line of an environment file; it has no specifiers. Line breaks stand for themselves within the quotes. */
export function environmentLine(name: string, value: string): string {
  return `${name}="${value.replace(/[\\"$`]/g, '\\$&')}"`;
}

/** Quotes as C has them, where they are needed. */
function quoted(text: string): string {
  if (/^[\w@%+=:,./$-]+$/.test(text)) return text;
  const escapedText = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r');
  return `"${escapedText}"`;
}

/** `5s`, `1600ms`; `0` for none. */
export function timeSpan(ms: number): string {
  return ms % 1000 === 0 ? (ms === 0 ? '0' : `${ms / 1000}s`) : `${Math.round(ms)}ms`;
}
