import { existsSync } from 'node:fs';
import { Agent, get } from 'node:http';
import autocannon from 'autocannon';
import { freePort } from '../../supervisor/freePort.ts';
import { median } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';
import type { HttpContender } from './httpContenders.ts';
import { httpContenders } from './httpContenders.ts';
import { eventually } from './runner.ts';

const counts = [1, 2, 4];
const connections = 16;
const seconds = 2;
/** As many as a browser or two keep. */
const kept = 8;
const trials = 10;
/** On a machine whose cores the load takes as well, less than this is no difference. */
const leastRatio = 0.9;

interface Speed {
  readonly instances: number;
  /** Answers a second. */
  readonly rates: number[];
}

interface Measured {
  readonly contender: HttpContender;
  readonly speeds: readonly Speed[];
  /** Jain's index of the shares that the instances get of a few kept connections: 1 when all get the same. */
  fairness: number;
}

export const http: Row = {
  name: 'http',
  title: 'Requests to instances that share a port',
  about:
    `Answers a second by 1, 2 and 4 instances over ${connections} kept connections, with the load on the same cores; and how ` +
    `evenly 4 instances get ${kept} connections (Jain's index: 1 when each has as many, 0.25 when one has all). The ` +
    'programs are compared each with its own kind.',
  rounds: 1,
  run,
};

async function run({ rounds }: RunOptions): Promise<Outcome> {
  const isHere = ({ needs }: HttpContender): boolean => needs === undefined || existsSync(needs);
  const measured = httpContenders.filter(isHere).map((contender): Measured => ({
    contender,
    speeds: counts.map((instances) => ({ instances, rates: [] })),
    fairness: NaN,
  }));
  for (let round = 0; round < rounds; round += 1) for (const one of measured) await measure(one);
  return {
    table: {
      header: ['', ...counts.map((count) => `${count}: answers/s`), `evenness of ${counts.at(-1) ?? 0}`],
      rows: measured.map(({ contender, speeds, fairness }) => [
        contender.name,
        ...speeds.map(({ rates }) => Math.round(median(rates)).toLocaleString('en')),
        fairness.toFixed(2),
      ]),
    },
    exceeded: measured.flatMap((one) => exceededBy(one, measured)),
    absent: httpContenders
      .filter((contender) => !isHere(contender))
      .map(({ name, needs }) => `${name} did not take part: there is no ${needs ?? ''}.`),
    raw: measured.map(({ contender: { name, role }, speeds, fairness }) => ({
      name,
      role,
      speeds,
      fairness,
    })),
  };
}

async function measure(one: Measured): Promise<void> {
  for (const { instances, rates } of one.speeds) {
    const port = await freePort();
    await using _running = await one.contender.start(port, instances);
    const seen = new Set<string>();
    await eventually(`${instances} instances of ${one.contender.name} answer`, async () => {
      for (const pid of await answers(port)) seen.add(pid);
      return seen.size >= instances;
    });
    const { requests, errors } = await autocannon({
      url: `http://127.0.0.1:${port}/`,
      connections,
      duration: seconds,
    });
    if (errors > 0) throw new Error(`${one.contender.name}: ${errors} requests failed`);
    rates.push(requests.average);
    if (instances === counts.at(-1)) one.fairness = await fairnessAt(port, instances);
  }
}

async function fairnessAt(port: number, instances: number): Promise<number> {
  const indices: number[] = [];
  for (let trial = 0; trial < trials; trial += 1) {
    const pids = await answers(port);
    const shares = [...new Set(pids)].map((pid) => pids.filter((one) => one === pid).length);
    const squares = shares.reduce((sum, share) => sum + share * share, 0);
    indices.push(pids.length ** 2 / (instances * squares));
  }
  return indices.reduce((sum, index) => sum + index, 0) / trials;
}

/** Who answers on each of a few connections that stay open until all have been answered; fewer when some are not. */
async function answers(port: number): Promise<readonly string[]> {
  const agent = new Agent({ keepAlive: true });
  const asked = Array.from({ length: kept }, () => ask(port, agent));
  const answered = await Promise.all(asked);
  agent.destroy();
  return answered.filter((pid) => pid !== undefined);
}

function ask(port: number, agent: Agent): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, agent, timeout: 2000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
      response.on('error', () => resolve(undefined));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}

function exceededBy({ contender, speeds }: Measured, all: readonly Measured[]): readonly string[] {
  if (contender.role !== 'drover') return [];
  const others = all.filter(
    ({ contender: { role, program } }) => role === 'peer' && program === contender.program,
  );
  return others.flatMap((other) =>
    speeds.flatMap(({ instances, rates }, index) => {
      const ratio = median(rates) / median(other.speeds[index]?.rates ?? []);
      return ratio < leastRatio
        ? [
            `${contender.name} with ${instances} answers ${ratio.toFixed(2)}x as often as ${other.contender.name}.`,
          ]
        : [];
    }),
  );
}
