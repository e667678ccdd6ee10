import type { HealthCheck } from '../appSpec.ts';
import { isRecord, scalarText, toFlag } from '../optionReader.ts';
import { parseDuration } from '../parseDuration.ts';

const kinds = ['http', 'tcp', 'script', 'log'] as const;

/**
 * Reads `health_check` in its documented shape (`check_type: "http", url, timeout: 5`) and in the one
 * PMDaemon's binary wants (`check_type: {type: "http", url}, timeout: {secs, nanos}`). Plain numbers are seconds.
 * Returns what is wrong instead when it cannot be understood.
 */
export function readHealthCheck(value: unknown): HealthCheck | { readonly expected: string } {
  if (!isRecord(value)) return { expected: 'an object with "check_type"' };
  const nested = isRecord(value['check_type'])
    ? value['check_type']
    : isRecord(value['type'])
      ? value['type']
      : {};
  const facts = { ...value, ...nested };
  const url = scalarText(facts['url']) ?? null;
  const script = scalarText(facts['script'] ?? facts['path']) ?? null;
  const pattern = readPattern(facts['pattern'] ?? facts['regex'] ?? facts['log']);
  const written = scalarText(nested['type'] ?? facts['check_type'] ?? facts['checkType'] ?? facts['type']);
  const type =
    written === undefined
      ? inferType({ url, script, pattern })
      : kinds.find((kind) => kind === written.toLowerCase());
  if (type === undefined) return { expected: `an object whose "check_type" is one of ${kinds.join(', ')}` };
  if (type === 'http' && url === null)
    return { expected: 'an object with "url", such as "http://localhost:{PORT}/health"' };
  if (type === 'script' && script === null) return { expected: 'an object with "script"' };
  if (type === 'log' && pattern === null) return { expected: 'an object with "pattern"' };
  const timeoutMs = readTime(facts['timeout'], 30_000);
  const intervalMs = readTime(facts['interval'], 30_000);
  const retries = facts['retries'] === undefined || facts['retries'] === null ? 3 : Number(facts['retries']);
  if (timeoutMs === undefined)
    return { expected: 'an object whose "timeout" is seconds or a time such as "500ms"' };
  if (intervalMs === undefined)
    return { expected: 'an object whose "interval" is seconds or a time such as "10s"' };
  if (!Number.isInteger(retries) || retries < 0)
    return { expected: 'an object whose "retries" is a whole number' };
  const enabled = toFlag(facts['enabled'] ?? true);
  if (enabled === undefined) return { expected: 'an object whose "enabled" is true or false' };
  return {
    type,
    url: url === null ? null : bracePlaceholders(url),
    script: script === null ? null : bracePlaceholders(script),
    pattern,
    timeoutMs,
    intervalMs,
    retries,
    enabled,
  };
}

function inferType(facts: {
  url: string | null;
  script: string | null;
  pattern: string | null;
}): HealthCheck['type'] {
  if (facts.url !== null) return /^tcp:/i.test(facts.url) ? 'tcp' : 'http';
  if (facts.script !== null) return 'script';
  return facts.pattern === null ? 'tcp' : 'log';
}

function readPattern(value: unknown): string | null {
  if (isRecord(value)) return scalarText(value['$regexp']) ?? null;
  return scalarText(value) ?? null;
}

function readTime(value: unknown, absentMs: number): number | undefined {
  if (value === undefined || value === null) return absentMs;
  if (isRecord(value)) {
    const milliseconds = Number(value['secs'] ?? 0) * 1000 + Number(value['nanos'] ?? 0) / 1e6;
    return Number.isFinite(milliseconds) && milliseconds >= 0 ? milliseconds : undefined;
  }
  return parseDuration(value, 's');
}

/** `${PORT}` and `{{PORT}}`, seen in documentation, mean `{PORT}`. */
function bracePlaceholders(text: string): string {
  return text.replace(
    /\$\{(PORT|INDEX)\}|\{\{(PORT|INDEX)\}\}/g,
    (_, a?: string, b?: string) => `{${a ?? b ?? ''}}`,
  );
}
