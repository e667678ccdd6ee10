import type { Output } from './world.ts';

const codes = {
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
  brightBlack: 90,
  brightGreen: 92,
  brightYellow: 93,
  brightBlue: 94,
  brightMagenta: 95,
  brightCyan: 96,
  bold: 1,
} as const;

export type Colour = keyof typeof codes;

/** Puts a text in a colour, or leaves it as it is where there are none. */
export type Paint = (colour: Colour, text: string) => string;

/** Colours for terminals only, and never with `NO_COLOR` (no-color.org: set and not empty). */
export function painterFor(output: Output, env: NodeJS.ProcessEnv): Paint {
  const isPlain = output.isTTY !== true || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  if (isPlain) return (_colour, text) => text;
  return (colour, text) => `\u001b[${codes[colour]}m${text}\u001b[0m`;
}
