/** What the last stage of a Dockerfile runs. */
export interface DockerImage {
  readonly workdir: string | null;
  readonly entrypoint: string | null;
  readonly command: string | null;
}

export function readDockerfile(text: string): DockerImage {
  let image: DockerImage = { workdir: null, entrypoint: null, command: null };
  const lines = text.replace(/^[ \t]*#.*$/gm, '').replace(/\\\r?\n/g, ' ');
  for (const [, verb = '', rest = ''] of lines.matchAll(/^[ \t]*([A-Za-z]+)[ \t]+(\S[^\r\n]*)/gm)) {
    switch (verb.toUpperCase()) {
      case 'FROM':
        image = { ...image, entrypoint: null, command: null };
        break;
      case 'WORKDIR':
        image = { ...image, workdir: rest.trim() };
        break;
      case 'ENTRYPOINT':
        image = { ...image, entrypoint: commandOf(rest), command: null };
        break;
      case 'CMD':
        image = { ...image, command: commandOf(rest) };
        break;
      default:
    }
  }
  return image;
}

/** `["node", "server.js"]`, or a line for the shell. */
function commandOf(written: string): string | null {
  if (!written.startsWith('[')) return written.trim();
  try {
    const words: unknown = JSON.parse(written);
    return Array.isArray(words) ? joinWords(words) : null;
  } catch {
    // Docker takes what is no JSON for a line of the shell.
    return written.trim();
  }
}

/** Words as one line that is split into them again; null when they are none. */
export function joinWords(words: readonly unknown[]): string | null {
  if (words.length === 0 || !words.every((word) => typeof word === 'string')) return null;
  return words.map((word) => (/^[^\s'"]+$/.test(word) ? word : `'${word.replaceAll("'", '"')}'`)).join(' ');
}
