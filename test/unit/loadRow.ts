import type { LoadRow } from '../../src/protocol/load.ts';

/** A measurement in which everything went well, of instances that did the same. */
export function loadRow(instances: number, overrides: Partial<LoadRow> = {}): LoadRow {
  return {
    instances,
    requests: 10_000,
    perSecond: 1000,
    factor: 1,
    latency: { p50: 2, p97_5: 10, p99: 12, max: 1500 },
    errors: 0,
    non2xx: 0,
    exits: 0,
    cpu: 99,
    othersCpu: 10,
    shares: Array.from({ length: instances }, (_, index) => ({
      name: `web-${index}`,
      requests: 10_000 / instances,
      share: 1 / instances,
    })),
    sharesOf: 'requests',
    generatorBusy: 0.5,
    ...overrides,
  };
}
