import type { SupervisorClient } from '../client/supervisorClient.ts';
import { findFolder } from './findFolder.ts';
import { UserError } from './userError.ts';
import type { World } from './world.ts';

/** Runs `use` with the client of the live supervisor. Throws `UserError` when there is none. */
export async function withSupervisor<T>(
  world: World,
  use: (client: SupervisorClient) => Promise<T>,
): Promise<T> {
  const { folder, client } = await findFolder(world);
  if (client === null) throw new UserError(noSupervisor(folder));
  try {
    return await use(client);
  } finally {
    client.dispose();
  }
}

export function noSupervisor(folder: string): string {
  return `No supervisor runs for ${folder}. "drover start" starts one.`;
}
