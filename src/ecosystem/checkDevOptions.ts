import type { AppSpec } from './appSpec.ts';
import { normaliseApp } from './normaliseApp.ts';
import { show } from './optionReader.ts';
import type { Report, ValuePath } from './report.ts';

/** Reports what is wrong with the options in `dev`, each by its name there: `dev.max_restarts`. */
export function checkDevOptions(
  spec: AppSpec,
  { path, report }: { readonly path: ValuePath; readonly report: Report },
): void {
  if (spec.dev === null) return;
  const { swap, dev, ...options } = spec.dev;
  const inDev: Report = (code, data, at) => {
    const option = data['option'] === undefined ? {} : { option: `dev.${data['option']}` };
    report(code, { ...data, ...option }, { ...at, app: spec.name });
  };
  const devPath = [...path, 'dev'];
  normaliseApp(options, {
    base: { ...spec, dev: null },
    folder: spec.cwd,
    path: devPath,
    report: inDev,
  });
  if (swap !== undefined && typeof swap !== 'boolean') {
    const data = { option: 'swap', expected: 'true or false', value: show(swap) };
    inDev('option-type', data, { severity: 'warning', path: [...devPath, 'swap'] });
  }
  if (dev !== undefined) {
    const at = { severity: 'warning', path: [...devPath, 'dev'] } as const;
    inDev('option-unknown', { option: 'dev', suggestion: '' }, at);
  }
}
