import { window } from 'vscode';
import type { Memento } from 'vscode';
import { t } from '../localise.ts';

export interface LoadWish {
  readonly connections: number;
  /** For each number of instances. */
  readonly seconds: number;
}

const key = 'drover.throughput';
const usual: LoadWish = { connections: 50, seconds: 10 };

/** Asks how to measure, beginning with what was answered last; undefined when the user gives no answer. */
export async function askLoad(app: string, memory: Memento): Promise<LoadWish | undefined> {
  const last = memory.get<LoadWish>(key, usual);
  const title = t('Measure Throughput of {0}', app);
  const connections = await askNumber({
    title,
    prompt: t('How many connections are kept busy'),
    value: last.connections,
    most: 10_000,
  });
  if (connections === undefined) return undefined;
  const seconds = await askNumber({
    title,
    prompt: t('How many seconds each number of instances is measured'),
    value: last.seconds,
    most: 3600,
  });
  if (seconds === undefined) return undefined;
  await memory.update(key, { connections, seconds });
  return { connections, seconds };
}

interface Question {
  readonly title: string;
  readonly prompt: string;
  readonly value: number;
  readonly most: number;
}

async function askNumber({ title, prompt, value, most }: Question): Promise<number | undefined> {
  const isFit = (text: string): boolean => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most;
  const answer = await window.showInputBox({
    title,
    prompt,
    value: String(value),
    ignoreFocusOut: true,
    validateInput: (text) => (isFit(text) ? undefined : t('Enter a number from 1 to {0}.', most)),
  });
  return answer === undefined ? undefined : Number(answer);
}
