import { get } from 'node:http';
import { createConnection } from 'node:net';
import { connectSupervisor } from '../../../src/client/connect.ts';
import { locate } from '../../../src/client/locate.ts';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import type { Snapshot } from '../../../src/protocol/model.ts';
import type { Editor } from './editor.ts';

/** Asks the supervisor behind the editor's folder or another one, as one more client. Rejects when there is none. */
export async function withSupervisor<T>(
  editor: Editor,
  ask: (client: SupervisorClient) => T | Promise<T>,
  folder = editor.folder,
): Promise<T> {
  const location = locate(folder, { env: editor.sandbox.environment() });
  const client = await connectSupervisor({ folder, kind: 'test', start: null, location });
  if (client === null) throw new Error('No supervisor is running.');
  try {
    return await ask(client);
  } finally {
    client.dispose();
  }
}

/** Process ids by instance name, as the supervisor of a folder knows them. */
export async function pidsIn(editor: Editor, folder = editor.folder): Promise<Record<string, number | null>> {
  return await withSupervisor(editor, ({ snapshot }) => pids(snapshot), folder);
}

/** Process ids by instance name. */
export function pids({ instances }: Snapshot): Record<string, number | null> {
  return Object.fromEntries(instances.map((instance) => [instance.name, instance.pid]));
}

/** Sends requests one after the other, each on a connection of its own; counts answers by their text. */
export async function countAnswers(port: number, requests: number): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let index = 0; index < requests; index += 1) {
    const answer = await fetchText(port);
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  return counts;
}

/** Whether nothing accepts connections on the port. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}

function fetchText(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}
