import { drover } from './drover.ts';
import { floor } from './floor.ts';
import { pm2 } from './pm2.ts';
import type { Runner } from './runner.ts';
import { supervisord } from './supervisord.ts';

export const runners: readonly Runner[] = [floor, drover, pm2, supervisord];
