import type { Outcome } from '../../protocol/contract.ts';
import { maskSecrets } from '../../protocol/looksSecret.ts';
import type { InstanceInfo } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { SupervisorClient } from '../supervisorClient.ts';
import { logText } from './logText.ts';

/** Lines that are read where the outcome brings none. */
const lastLines = 30;
const textLimit = 6000;

/** Why something failed, and what the failing instance wrote last. */
export async function failureText(
  failures: readonly Outcome[],
  instances: readonly InstanceInfo[],
  client: SupervisorClient,
): Promise<string> {
  const sentences = failures.map(({ problem }) =>
    problem === null ? 'It failed.' : maskSecrets(describeProblem(problem)),
  );
  return [[...new Set(sentences)].join(' '), ...(await outputOf(failures, instances, client))].join('\n');
}

async function outputOf(
  failures: readonly Outcome[],
  instances: readonly InstanceInfo[],
  client: SupervisorClient,
): Promise<readonly string[]> {
  const told = failures.find(({ output }) => output !== undefined)?.output;
  const id = told?.instance ?? instances.find(({ status }) => status !== 'online')?.id ?? instances[0]?.id;
  if (id === undefined) return [];
  const { lines } = told ?? (await client.request('logs/read', { instance: id, lines: lastLines }));
  const name = instances.find((one) => one.id === id)?.name ?? id;
  const { text, shown } = logText(
    lines.map((line) => ({ ...line, name })),
    textLimit,
  );
  return shown === 0 ? [`${name} has written nothing.`] : [`The last lines of ${name}, times in UTC:`, text];
}
