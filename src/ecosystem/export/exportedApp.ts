import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Problem } from '../../protocol/model.ts';
import type { AppSpec } from '../appSpec.ts';
import { locateProgram } from '../locateProgram.ts';
import { planApp } from '../planApp.ts';
import type { PlanFacts } from '../planApp.ts';
import { planEnvironment } from '../planEnvironment.ts';
import type { ExportedApp } from './exporter.ts';

/**
 * An app as exporters take it, by what its file says and what this machine makes of that. Reads env_files and looks
 * for the script; what is wrong with them is told as problems, and never thrown.
 */
export function exportedApp(
  spec: AppSpec,
  facts: Pick<PlanFacts, 'shellEnv' | 'cpus' | 'profile'>,
): { readonly app: ExportedApp; readonly problems: readonly Problem[] } {
  const plan = planApp(spec, { ...facts, dev: false });
  const { env } = planEnvironment(spec, { shellEnv: {}, profile: facts.profile, dev: false });
  const folders = [spec.cwd, ...(spec.file === null ? [] : [dirname(spec.file)])];
  return {
    app: {
      spec,
      instances: plan.instances,
      env,
      sharing: plan.sharing,
      port: plan.spec.port,
      program: locateProgram(spec, plan.env),
      dockerFolder: folders.find((folder) => existsSync(join(folder, 'Dockerfile'))) ?? null,
    },
    problems: plan.problems,
  };
}
