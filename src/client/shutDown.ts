import { ClientError } from './clientError.ts';
import type { SupervisorClient } from './supervisorClient.ts';

/**
 * Stops all apps and ends the supervisor; resolves when it has gone. With `resume` the next supervisor of the folder
 * starts again what was wanted.
 */
export async function shutDown(
  client: SupervisorClient,
  options: { readonly resume?: boolean } = {},
): Promise<void> {
  const closed = new Promise<void>((resolve) => client.onDidClose(resolve));
  try {
    await client.request('shutdown', options);
  } catch (error) {
    // It may be gone before its answer is here.
    if (!(error instanceof ClientError) || error.code !== 'connection-lost') throw error;
  }
  await closed;
}
