// Loaded into the supervisor before it runs: on SIGUSR2 it writes what lives in it, after a full collection of garbage,
// to the file that DROVER_SOAK_PROBE names.
'use strict';
const EventEmitter = require('node:events');
const { renameSync, writeFileSync } = require('node:fs');
const v8 = require('node:v8');

const file = process.env.DROVER_SOAK_PROBE;
const timer = setTimeout(() => undefined, 0);
// Each costs several collections.
const classes = { EventEmitter, Promise, Map, Timeout: timer.constructor, Function };
clearTimeout(timer);

const warnings = [];
process.on('warning', ({ name, message }) => {
  if (!message.includes('queryObjects')) warnings.push(`${name}: ${message}`);
});

function countOf(names) {
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

process.on('SIGUSR2', () => {
  const objects = {};
  for (const [name, type] of Object.entries(classes))
    objects[name] = v8.queryObjects(type, { format: 'count' });
  const listeners = process.eventNames().map((name) => [String(name), process.listenerCount(name)]);
  const report = {
    heapBytes: process.memoryUsage().heapUsed,
    residentBytes: process.memoryUsage.rss(),
    resources: countOf(process.getActiveResourcesInfo()),
    listeners: Object.fromEntries(listeners),
    objects,
    warnings,
  };
  writeFileSync(`${file}.tmp`, JSON.stringify(report));
  renameSync(`${file}.tmp`, file);
});
