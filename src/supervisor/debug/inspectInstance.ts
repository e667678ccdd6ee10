import type { Result } from '../../protocol/contract.ts';
import type { Problem } from '../../protocol/model.ts';
import type { App } from '../app.ts';
import type { Instance } from '../instance.ts';

/** Opens a running instance for a debugger, or says why that cannot be. */
export async function inspectInstance(app: App, instance: Instance): Promise<Result<'instances/inspect'>> {
  const { plan } = app;
  const { name } = instance.info;
  const kind = plan.debugger;
  if (kind === null) {
    return refused('debug-unsupported', { name, program: plan.interpreter ?? plan.script });
  }
  if (instance.pid === null) return refused('debug-stopped', { name });
  const inspector = await instance.debugging.address();
  if (inspector !== null) return { inspector: { ...inspector, kind }, problem: null };
  return refused(kind === 'python' ? 'debug-needs-start' : 'inspector-silent', { name });
}

function refused(code: string, data: Problem['data']): Result<'instances/inspect'> {
  return { inspector: null, problem: { code, data, severity: 'error' } };
}
