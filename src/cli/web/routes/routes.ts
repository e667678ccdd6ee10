import type { Route } from '../route.ts';
import { reload, remove, restart, scale, start, stop } from './acting.ts';
import { events, webSocket } from './live.ts';
import { getLogs } from './logs.ts';
import {
  getMetrics,
  getProcess,
  getStatus,
  getSystem,
  index,
  listProcesses,
  openApiDocument,
} from './reading.ts';

/** Every route, in the order in which they are told. */
export const routes: readonly Route[] = [
  index,
  listProcesses,
  getProcess,
  remove,
  start,
  stop,
  restart,
  reload,
  scale,
  getLogs,
  getSystem,
  getStatus,
  events,
  webSocket,
  getMetrics,
  openApiDocument,
];
