import type { LoadReport, LoadRow } from '../../protocol/load.ts';
import type { Problem } from '../../protocol/model.ts';

/** A thread with less to do than this still had time for more requests. */
const busyThread = 0.95;
/** The part of all cores from which on other programs are a disturbance. */
const muchForOthers = 0.25;
/** One instance that gets more than this has no use for the others. */
const nearlyAll = 0.9;

/** Where figures mean less than they seem to. */
export function loadWarnings({
  rows,
  cores,
  generators,
  connections,
}: Pick<LoadReport, 'rows' | 'cores' | 'generators' | 'connections'>): Problem[] {
  const of = (
    code: string,
    applies: (row: LoadRow) => boolean,
    more: (concerned: readonly LoadRow[]) => Record<string, string> = () => ({}),
  ): Problem[] => {
    const concerned = rows.filter(applies);
    if (concerned.length === 0) return [];
    const instances = concerned.map((row) => row.instances).join(', ');
    return [{ code, severity: 'warning', data: { instances, ...more(concerned) } }];
  };
  const sum = (concerned: readonly LoadRow[], amount: (row: LoadRow) => number): string =>
    String(concerned.reduce((all, row) => all + amount(row), 0));
  return [
    ...of(
      'load-died',
      ({ exits }) => exits > 0,
      (concerned) => ({ exits: sum(concerned, ({ exits }) => exits) }),
    ),
    ...of(
      'load-errors',
      ({ errors }) => errors > 0,
      (concerned) => ({ errors: sum(concerned, ({ errors }) => errors) }),
    ),
    ...of(
      'load-non-2xx',
      ({ non2xx }) => non2xx > 0,
      (concerned) => ({ answers: sum(concerned, ({ non2xx }) => non2xx) }),
    ),
    ...of(
      'load-cores',
      (row) => row.instances + generators > cores,
      () => ({ cores: String(cores) }),
    ),
    ...of(
      'load-others',
      ({ othersCpu }) => (othersCpu ?? 0) > cores * 100 * muchForOthers,
      (concerned) => ({
        cpu: String(Math.round(Math.max(...concerned.map(({ othersCpu }) => othersCpu ?? 0)))),
      }),
    ),
    ...of('load-client', (row) => row.generatorBusy >= busyThread),
    ...of(
      'load-connections',
      (row) => row.instances > connections,
      () => ({ connections: String(connections) }),
    ),
    ...of(
      'load-one-instance',
      (row) => row.instances > 1 && busiest(row) > nearlyAll,
      ([row]) => ({ name: row === undefined ? '' : busiestName(row) }),
    ),
  ];
}

function busiest({ shares }: LoadRow): number {
  return Math.max(0, ...shares.map(({ share }) => share ?? 0));
}

function busiestName(row: LoadRow): string {
  return row.shares.find(({ share }) => share === busiest(row))?.name ?? '';
}
