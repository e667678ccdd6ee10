import type { AppPlan } from '../ecosystem/appSpec.ts';
import { defaultApp } from '../ecosystem/defaultApp.ts';
import { recogniseWebServer } from '../ecosystem/webServer.ts';

/**
 * The signal upon which a program finishes what it has open: its `kill_signal`, but SIGTERM for the servers that
 * Drover knows. gunicorn takes the default, SIGINT, as an order to drop its requests, and `sitecustomize.py` tells a
 * drain from a stop by it. A signal that was chosen stays.
 */
export function drainSignal({ spec, script, args }: Pick<AppPlan, 'spec' | 'script' | 'args'>): string {
  const isDefault = spec.killSignal === defaultApp.killSignal;
  return isDefault && recogniseWebServer(script, args) !== null ? 'SIGTERM' : spec.killSignal;
}
