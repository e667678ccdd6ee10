/**
 * A cron pattern as Kubernetes reads it: five fields, or a word such as `@daily`. null where it has something that
 * only Drover knows.
 */
export function kubernetesCron(pattern: string): {
  readonly schedule: string | null;
  readonly notes: readonly string[];
} {
  const zone = 'It runs by the clock of the cluster, which mostly is UTC.';
  const written = pattern.trim();
  if (/^@(?:hourly|daily|midnight|weekly|monthly|yearly|annually)$/i.test(written))
    return { schedule: written.toLowerCase(), notes: [zone] };
  const fields = written.split(/\s+/);
  const [seconds, rest] = fields.length === 6 ? [fields[0], fields.slice(1)] : ['0', fields];
  if (rest.length !== 5 || rest.some((field) => !isPlain(field)))
    return {
      schedule: null,
      notes: [`Kubernetes cannot read the pattern "${written}": it runs once, at once.`],
    };
  const exact =
    seconds === '0' || seconds === '00' ? [] : [`Kubernetes knows no seconds: "${seconds}" is 0.`];
  return { schedule: rest.join(' '), notes: [zone, ...exact] };
}

/** Numbers, names, lists, ranges and steps; not `L`, `W` and `#`. */
function isPlain(field: string): boolean {
  return /^(?:\*|[\d]+|[A-Za-z]{3})(?:-(?:\d+|[A-Za-z]{3}))?(?:\/\d+)?(?:,(?:\d+|[A-Za-z]{3})(?:-(?:\d+|[A-Za-z]{3}))?(?:\/\d+)?)*$/.test(
    field,
  );
}
