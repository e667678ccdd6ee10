import type { Translate } from '../../ecosystem/translate.ts';
import type { LoadReport, LoadRow } from '../../protocol/load.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { ThroughputTable, ThroughputView } from '../../protocol/throughput.ts';

/** What the page shows of a measurement. `language` is how amounts are written. */
export function presentThroughput(report: LoadReport, language: string, t: Translate): ThroughputView {
  const { app, request, connections, seconds, rows, warnings, cores } = report;
  const amount = (value: number): string => Math.round(value).toLocaleString(language);
  const points = rows.map(({ instances, perSecond }) => ({
    instances: String(instances),
    perSecond,
    amount: amount(perSecond),
  }));
  const spoken = points.map((point) => t('{0} (instances: {1})', point.amount, point.instances));
  return {
    title: t('Throughput of {0}', app),
    description: t(
      '{0}, {1} connections, {2} s for each number of instances, on {3} cores that the load generator shares',
      `${request.method} ${request.path}`,
      connections,
      seconds,
      cores,
    ),
    notices: warnings.map((warning) => describeProblem(warning, t)),
    chart: {
      title: t('Requests per second by the number of instances'),
      label: `${t('Requests per second by the number of instances')}: ${spoken.join(', ')}`,
      points,
    },
    tables: [figures(rows, language, t), distribution(rows, language, t)],
    copy: t('Copy as Markdown'),
  };
}

function figures(rows: readonly LoadRow[], language: string, t: Translate): ThroughputTable {
  const decimal = (value: number, digits: number): string =>
    value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const latency = (ms: number | undefined): string =>
    ms === undefined ? '–' : `${decimal(ms, ms < 1 ? 2 : ms < 10 ? 1 : 0)} ms`;
  return {
    title: t('Figures'),
    columns: [
      t('Instances'),
      t('Requests/s'),
      t('vs {0}', rows[0]?.instances ?? 1),
      'p50',
      'p97.5',
      'p99',
      t('Max'),
      t('Errors'),
      t('Non-2xx'),
      t('CPU'),
    ],
    rows: rows.map((row) => [
      String(row.instances),
      decimal(row.perSecond, 0),
      row.factor === null ? '–' : `${decimal(row.factor, 2)}×`,
      latency(row.latency?.p50),
      latency(row.latency?.p97_5),
      latency(row.latency?.p99),
      latency(row.latency?.max),
      decimal(row.errors, 0),
      decimal(row.non2xx, 0),
      row.cpu === null ? '–' : `${decimal(row.cpu, 0)} %`,
    ]),
  };
}

function distribution(rows: readonly LoadRow[], language: string, t: Translate): ThroughputTable {
  return {
    title: t('Distribution over instances'),
    columns: [t('Instances'), t('Instance'), t('Requests'), t('Share')],
    rows: rows.flatMap(({ instances, shares, sharesOf }) =>
      shares.map(({ name, requests, share }) => [
        String(instances),
        name,
        requests === null ? '–' : requests.toLocaleString(language),
        shareText(share, sharesOf, t),
      ]),
    ),
  };
}

function shareText(share: number | null, of: LoadRow['sharesOf'], t: Translate): string {
  if (share === null) return '–';
  const percent = String(Math.round(share * 100));
  return of === 'cpu' ? t('{0} % of the CPU time', percent) : `${percent} %`;
}

/** The same as a document of its own, to be pasted into an issue or a README. */
export function throughputMarkdown({ title, description, notices, tables }: ThroughputView): string {
  const blocks = [
    `## ${title}`,
    description,
    ...tables.map(({ columns, rows }) => {
      const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`;
      const rule = `|${columns.map(() => ' ---: ').join('|')}|`;
      return [line(columns), rule, ...rows.map(line)].join('\n');
    }),
    ...notices.map((notice) => `> ${notice}`),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
