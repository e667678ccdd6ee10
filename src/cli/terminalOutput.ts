import { colouredText } from '../client/colouredText.ts';
import type { Output } from './world.ts';

/**
 * An output to which nothing can be written that acts on the terminal, other than colours: log lines and names of
 * files are not to set its title or clipboard, or to have it answer. What goes to a pipe or a file stays as it is.
 */
export function terminalOutput(stream: Output): Output {
  if (stream.isTTY !== true) return stream;
  return {
    write: (text) => stream.write(colouredText(text)),
    isTTY: true,
    get columns() {
      return stream.columns ?? 80;
    },
    get writableLength() {
      return stream.writableLength ?? 0;
    },
  };
}
