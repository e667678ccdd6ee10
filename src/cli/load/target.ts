import http from 'node:http';
import https from 'node:https';

export interface LoadRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** Nothing but this machine is ever asked. */
const origins = (port: number): readonly string[] => [
  `http://127.0.0.1:${port}`,
  `http://[::1]:${port}`,
  `https://127.0.0.1:${port}`,
  `https://[::1]:${port}`,
];

const answerMs = 10_000;

/** Where a port answers this request, whatever the answer is; undefined when it answers nowhere. */
export async function findOrigin(port: number, request: LoadRequest): Promise<string | undefined> {
  for (const origin of origins(port)) if (await answers(origin, request)) return origin;
  return undefined;
}

function answers(origin: string, { method, path, headers, body }: LoadRequest): Promise<boolean> {
  return new Promise((resolve) => {
    const { request } = origin.startsWith('https:') ? https : http;
    const options = { method, headers, agent: false, rejectUnauthorized: false, timeout: answerMs };
    const asked = request(`${origin}${path}`, options, (response) => {
      // A stream of events may never end.
      response.destroy();
      resolve(true);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(false));
    asked.on('close', () => resolve(false));
    asked.end(body ?? undefined);
  });
}
