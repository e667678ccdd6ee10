import { delimiter } from 'node:path';
import type { AppPlan } from '../../ecosystem/appSpec.ts';
import { recogniseWebServer } from '../../ecosystem/webServer.ts';

/**
 * The environment in which the servers that Drover knows spare kept connections when they drain: `folder`, which holds
 * `sitecustomize.py`, comes first on PYTHONPATH. Python takes it off again before any other code runs.
 */
export function withPythonShim(
  { script, args }: Pick<AppPlan, 'script' | 'args'>,
  env: Readonly<Record<string, string>>,
  folder: string,
): Readonly<Record<string, string>> {
  if (recogniseWebServer(script, args) === null) return env;
  const { PYTHONPATH: paths = '' } = env;
  return { ...env, PYTHONPATH: paths === '' ? folder : `${folder}${delimiter}${paths}` };
}
