import type { HealthCheck } from '../../../../src/ecosystem/appSpec.ts';
import { createPlatform } from '../../../../src/supervisor/platform/createPlatform.ts';
import type { ProbeContext } from '../../../../src/supervisor/probe/probeContext.ts';

export function healthCheck(facts: Partial<HealthCheck> & Pick<HealthCheck, 'type'>): HealthCheck {
  return {
    url: null,
    script: null,
    pattern: null,
    timeoutMs: 5000,
    intervalMs: 10_000,
    retries: 3,
    enabled: true,
    ...facts,
  };
}

export function probeContext(facts: Partial<ProbeContext> = {}): ProbeContext {
  const env = { PATH: process.env['PATH'] ?? '' };
  return { port: null, index: 0, cwd: import.meta.dirname, env, platform: createPlatform(), ...facts };
}
