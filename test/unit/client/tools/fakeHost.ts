import type { Method, Params, Result } from '../../../../src/protocol/contract.ts';
import type { LogLine, Snapshot } from '../../../../src/protocol/model.ts';
import type { SupervisorClient } from '../../../../src/client/supervisorClient.ts';
import type { ToolHost } from '../../../../src/client/tools/tool.ts';

type Answers = { [M in Method]?: (params: Params<M>) => Result<M> | Promise<Result<M>> };

export interface FakeHost extends ToolHost {
  /** Methods that were asked for, with their parameters, but for reading the snapshot. */
  readonly asked: (readonly [method: string, params: unknown])[];
}

/** A host of folders whose supervisors are in these states; null for a folder without one. */
export function fakeHost(states: Readonly<Record<string, Snapshot | null>>, answers: Answers = {}): FakeHost {
  const asked: [string, unknown][] = [];
  const clientOf = (snapshot: Snapshot): SupervisorClient => {
    const request = async (method: Method, params: never): Promise<unknown> => {
      if (method === 'snapshot') return { seq: 0, snapshot };
      asked.push([method, params]);
      const answer: ((params: never) => unknown) | undefined = answers[method];
      if (answer === undefined) throw new Error(`unexpected ${method}`);
      return answer(params);
    };
    // The tools use nothing else of a client.
    return { request } as unknown as SupervisorClient;
  };
  const folders = Object.entries(states).map(([name, snapshot]) => ({
    name,
    path: `/srv/${name}`,
    connect: () => Promise.resolve(snapshot === null ? null : clientOf(snapshot)),
    measure: () =>
      Promise.resolve(
        (snapshot?.instances ?? []).map(({ id }) => ({
          instance: id,
          cpu: 2.5,
          memory: 50 * 1024 * 1024,
          lag: null,
        })),
      ),
  }));
  return { folders, environment: () => ({ SHELL: 'yes' }), asked };
}

export function logLines(texts: readonly string[], stream: LogLine['stream'] = 'out'): LogLine[] {
  return texts.map((text, index) => ({ at: index * 1000, stream, text }));
}
