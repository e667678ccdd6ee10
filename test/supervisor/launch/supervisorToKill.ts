// Starts three instances on a port, one of them stuck, prints their pids and its folder, and waits to be killed.
import { planFor, testLauncher } from './harness.ts';

const launchers = await testLauncher();
const env = { TEST_PORT: process.argv[2] ?? '' };
const start = (script: string, index: number) =>
  launchers.start(planFor(script, { sharing: 'cluster', spec: { name: 'orphaned' } }), { index, env });
const three = [start('slow.cjs', 0), start('slow.cjs', 1), start('busy.cjs', 2)];
for (const instance of three) await instance.event('listening');
await three[2]?.output(/stuck/);
const pids = await Promise.all(three.map((instance) => instance.pid()));
console.log(JSON.stringify({ pids, folder: launchers.folder }));
setInterval(() => undefined, 60_000);
