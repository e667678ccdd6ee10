import { recogniseWebServer } from '../webServer.ts';
import type { AppSpec } from '../appSpec.ts';
import type { Option } from '../options/option.ts';
import { optionForms } from '../options/optionForms.ts';
import { parseDuration } from '../parseDuration.ts';
import { parsePort } from '../portSpec.ts';
import { parseSize } from '../parseSize.ts';
import { grouped, momentText, nextRuns, sizeText, timeText } from './amounts.ts';
import type { FeatureFacts, RunningApp } from './featureFacts.ts';
import { prose } from './markdown.ts';

export interface MeaningFacts extends Pick<FeatureFacts, 'cpus' | 'now' | 't'> {
  /** The app whose option it is, as far as it is known. */
  readonly spec: AppSpec | null;
  readonly running: RunningApp | undefined;
}

/** How many instances an app gets here; null when the command line or a variable decides, or nothing is known. */
export function countOf({ spec, cpus, running }: MeaningFacts): number | null {
  if (spec === null) return null;
  const { instances } = spec;
  if (instances.kind === 'count') return instances.count;
  if (recogniseWebServer(spec.script, spec.args) !== null)
    return running?.runMode === 'normal' && running.instances.length > 0 ? running.instances.length : null;
  if (instances.kind === 'unset') return 1;
  return Math.max(1, instances.kind === 'max' ? cpus : cpus - instances.less);
}

/** What a written value of an option comes to, in Markdown made of our own words; null when it says that itself. */
export function meaningOf(
  option: Option,
  value: string | number | boolean,
  facts: MeaningFacts,
): string | null {
  const { t } = facts;
  if (option.name === 'instances') return instancesMeaning(value, facts);
  switch (option.type) {
    case 'size': {
      const bytes = parseSize(value);
      if (bytes === undefined) return null;
      return typeof value === 'number' && bytes >= 1024 ? sizeText(bytes) : t('{0} bytes', grouped(bytes));
    }
    case 'duration': {
      const ms = parseDuration(value, option.unit === 's' ? 's' : 'ms');
      if (ms === undefined) return null;
      return typeof value === 'number' ? timeText(ms) : t('{0} ms', grouped(ms));
    }
    case 'cron':
      return typeof value === 'string' ? cronMeaning(value, facts) : null;
    case 'port':
      return portMeaning(value, facts);
    default:
      return exampleMeaning(option, value);
  }
}

function instancesMeaning(value: string | number | boolean, facts: MeaningFacts): string | null {
  const { t, cpus } = facts;
  const isPlain = /^\s*\+?[1-9]\d*\s*$/.test(String(value));
  const count = countOf(facts);
  if (isPlain) return null;
  if (count === null) return t('as many as `--workers`, WORKERS or WEB_CONCURRENCY says');
  return count === 1
    ? t('1 instance on this machine, which has {0} cores', cpus)
    : t('{0} instances on this machine, which has {1} cores', count, cpus);
}

function cronMeaning(pattern: string, { now, t }: MeaningFacts): string | null {
  const runs = nextRuns(pattern, 3, now);
  return runs.length === 0
    ? null
    : t('next: {0} (local time)', runs.map((run) => momentText(run, now, t)).join(', '));
}

function portMeaning(value: string | number | boolean, facts: MeaningFacts): string | null {
  const { t } = facts;
  const port = parsePort(value);
  if (port === undefined) return null;
  const count = countOf(facts);
  if (port.kind === 'single')
    return count === null || count === 1 ? null : t('all {0} instances share port {1}', count, port.port);
  const size = port.to - port.from + 1;
  if (port.kind === 'auto') {
    const ports = assignedPorts(facts.running);
    if (ports.length > 0) return t('now {0}', ports.join(', '));
    return t('a free one of {0} ports for each instance', grouped(size));
  }
  if (count === null) return t('{0} ports, one for each instance', grouped(size));
  if (count > size) return t('{0} ports, too few for {1} instances', grouped(size), count);
  const last = port.from + count - 1;
  return count === 1
    ? t('port {0} for the only instance', port.from)
    : t('{0} for instance 0 to {1} for instance {2}', port.from, last, count - 1);
}

/** The ports that instances have now, in their order. */
export function assignedPorts(running: RunningApp | undefined): readonly number[] {
  const instances = [...(running?.instances ?? [])].sort((a, b) => a.index - b.index);
  return instances.flatMap(({ pid, port }) => (pid === null || port === null ? [] : [port]));
}

function exampleMeaning({ name, values }: Option, value: string | number | boolean): string | null {
  const written = JSON.stringify(values === undefined ? value : String(value).toLowerCase());
  const means = (optionForms[name] ?? []).find((form) => form.written === written)?.means;
  return means === undefined || means === '' ? null : prose(means);
}
