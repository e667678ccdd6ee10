export const verbs = ['start', 'stop', 'restart', 'reload', 'delete'] as const;
export type Verb = (typeof verbs)[number];

/** Somebody who runs apps: a window, or the command line. What is refused is told as a text, null when nothing was. */
export interface Actor {
  readonly name: string;
  act(verb: Verb, target: string): Promise<string | null>;
  scale(app: string, instances: number): Promise<string | null>;
  /** An app without a file. */
  add(app: string, instances: number): Promise<string | null>;
}

/** Whoever has not been answered by then never will be: a machine that is busy answers within seconds. */
export const patienceMs = 120_000;

/** Rejects when there is no answer in time. */
export async function answered<T>(what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${patienceMs / 1000} s: ${what}`)),
      patienceMs,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
