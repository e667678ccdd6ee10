import type { Contender } from './contender.ts';
import { drover } from './drover.ts';
import { floor } from './floor.ts';
import { pm2 } from './pm2.ts';
import { supervisord } from './supervisord.ts';

export const contenders: readonly Contender[] = [floor, drover, pm2, supervisord];
