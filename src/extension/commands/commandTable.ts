import { logCommands } from '../logs/logCommands.ts';
import { monitorCommands } from '../monitor/monitorCommands.ts';
import { debugCommands } from '../debug/debugCommands.ts';
import { appCommands } from './appCommands.ts';
import type { CommandTable } from './command.ts';
import { fileCommands } from './fileCommands.ts';
import { modeCommands } from './modeCommands.ts';
import { openCommands } from './openCommands.ts';
import { viewCommands } from '../tree/viewCommands.ts';
import { throughputCommands } from '../throughput/throughputCommands.ts';
import { walkthroughCommands } from '../walkthrough.ts';

/** Every command. */
export const commandTable: CommandTable = {
  ...appCommands,
  ...modeCommands,
  ...fileCommands,
  ...openCommands,
  ...viewCommands,
  ...logCommands,
  ...debugCommands,
  ...monitorCommands,
  ...throughputCommands,
  ...walkthroughCommands,
};
