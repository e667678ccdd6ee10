import type { AppPlan } from '../ecosystem/appSpec.ts';
import { defaultApp } from '../ecosystem/defaultApp.ts';
import { recogniseWebServer } from '../ecosystem/webServer.ts';

/**
 * The signal upon which a program finishes what it has open: its `kill_signal`, but SIGTERM for gunicorn, which
 * takes the default, SIGINT, as an order to drop its requests. A signal that was chosen stays.
 */
export function drainSignal({ spec, script, args }: Pick<AppPlan, 'spec' | 'script' | 'args'>): string {
  const isDefault = spec.killSignal === defaultApp.killSignal;
  const isGunicorn = recogniseWebServer(script, args)?.server.name === 'gunicorn';
  return isDefault && isGunicorn ? 'SIGTERM' : spec.killSignal;
}
