import type { Sharing } from '../protocol/model.ts';

/** How the instances of an app share their port, in words. */
export const sharingTexts: Readonly<Record<Sharing, string>> = {
  none: 'none',
  cluster: 'one port, shared through node:cluster',
  ports: 'a port for each instance',
  socket: 'one port, as an inherited socket',
};
