// A client of PM2 that is connected, in a process of its own: `node pm2Client.ts <pm2>`, told by messages.
import { createRequire } from 'node:module';

type Done = (error: Error | null, result?: unknown) => void;
type Pm2 = Readonly<Record<string, (...args: unknown[]) => void>>;
interface Bus {
  on(event: 'log:out', listener: (packet: { readonly data: string }) => void): void;
}

const pm2 = createRequire(import.meta.url)(process.argv[2] ?? '') as Pm2;

process.on('message', ({ verb, args }: { readonly verb: string; readonly args: readonly unknown[] }) => {
  const done: Done = (error, result) => {
    const list = verb === 'list' && Array.isArray(result) ? (result as { readonly pid?: number }[]) : [];
    process.send?.({ problem: error?.message ?? null, pids: list.map(({ pid }) => pid ?? 0) });
  };
  if (verb !== 'follow') {
    pm2[verb]?.(...args, done);
    return;
  }
  pm2['launchBus']?.((error: Error | null, bus: Bus) => {
    bus.on('log:out', ({ data }) => process.send?.({ said: data }));
    done(error);
  });
});
// Whoever asks has gone.
process.on('disconnect', () => process.exit());
process.send?.({ problem: null, pids: [] });
