import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

const bodyBytes = 64 * 1024;

/** The JSON text of a request's body; empty where it has none. Throws a `Refusal` for what is too long or no text. */
export async function readText(incoming: IncomingMessage): Promise<string> {
  const { headers } = incoming;
  const length = Number(headers['content-length'] ?? 0);
  if (length === 0 && headers['transfer-encoding'] === undefined) return '';
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const encoding = headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (type !== 'application/json' || encoding !== 'identity') {
    throw new Refusal('media_type', 'A body must be application/json, without a Content-Encoding.', unread);
  }
  if (length > bodyBytes) throw tooLong();
  const bytes = await readBytes(incoming);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('malformed', 'The body is not UTF-8.');
  }
}

async function readBytes(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Left open at the end, for the answer.
    for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > bodyBytes) throw tooLong();
      chunks.push(chunk);
    }
  } catch (error) {
    // Its sender has left: no fault of ours, and nobody hears the answer.
    if (error === incoming.errored) throw new Refusal('malformed', 'The body has no end.');
    throw error;
  }
  return Buffer.concat(chunks);
}

/** What is still to come is not worth reading. */
const unread = { headers: { Connection: 'close' } };

function tooLong(): Refusal {
  return new Refusal('body_too_large', `A body may have ${bodyBytes} bytes.`, unread);
}
