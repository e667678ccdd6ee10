import { looksSecret, mask, maskSecrets } from '../../protocol/looksSecret.ts';

/** Characters of a message that are kept. */
export const excerptLength = 80;
/** Looked through for secrets before the cut, so that none is cut off its name. */
const searchedLength = 4 * excerptLength;

/**
 * What is kept of a message that an instance sent: its type, its bytes (as JSON, unless it is text), and its
 * beginning without what looks like a secret.
 */
export function messageFacts(message: unknown): Readonly<Record<string, string>> {
  const isText = typeof message === 'string';
  const whole = isText ? message : (JSON.stringify(message) ?? '');
  const begin = isText ? maskSecrets(message.slice(0, searchedLength)) : written(message, excerptLength);
  // A terminal would obey what cannot be printed.
  const excerpt = begin.replace(/\p{Cc}/gu, ' ');
  const isCut = excerpt.length > excerptLength || (isText && message.length > searchedLength);
  return {
    type: message === null ? 'null' : Array.isArray(message) ? 'array' : typeof message,
    bytes: String(Buffer.byteLength(whole)),
    text: isCut ? `${excerpt.slice(0, excerptLength - 1)}…` : excerpt,
  };
}

/** As JSON, with a little more than `room` characters at most, however large the value is. */
function written(value: unknown, room: number): string {
  if (typeof value === 'string') return JSON.stringify(maskSecrets(value.slice(0, searchedLength)));
  if (typeof value !== 'object' || value === null) return String(value);
  const isArray = Array.isArray(value);
  let inside = '';
  for (const [key, inner] of Object.entries(value)) {
    if (inside.length > room) break;
    const name = isArray ? '' : `${JSON.stringify(key)}:`;
    const shown = !isArray && looksSecret(key) ? JSON.stringify(mask) : written(inner, room - inside.length);
    inside += `${inside === '' ? '' : ','}${name}${shown}`;
  }
  return isArray ? `[${inside}]` : `{${inside}}`;
}
