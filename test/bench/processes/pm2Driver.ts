// A client of PM2 that is connected, in a process of its own: `node pm2Driver.ts <pm2> <app folder>`, told by messages.
import { createRequire } from 'node:module';

type Done = (error: Error | null, result?: unknown) => void;
type Pm2 = Readonly<Record<string, (...args: unknown[]) => void>>;

const pm2 = createRequire(import.meta.url)(process.argv[2] ?? '') as Pm2;

process.on('message', ({ verb, args }: { readonly verb: string; readonly args: readonly unknown[] }) => {
  const done: Done = (error, result) => {
    const ids = Array.isArray(result) ? result.map((one: { pm_id?: number }) => one.pm_id) : [];
    process.send?.({ problem: error?.message ?? null, ids });
  };
  pm2[verb]?.(...args, done);
});
process.send?.({ problem: null, ids: [] });
