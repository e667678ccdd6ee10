import { isDeepStrictEqual } from 'node:util';
import type { AppPlan, AppSpec } from '../../ecosystem/appSpec.ts';
import { maskSecrets } from '../../protocol/looksSecret.ts';
import type { PendingChange } from '../../protocol/model.ts';
import { instancesText, pathText, wordsText } from './optionTexts.ts';
import { keepsPorts, specOptions } from './specOptions.ts';
import type { SpecOption } from './specOptions.ts';

/** An app as its file has it, and what that comes to. */
export interface Design {
  readonly spec: AppSpec;
  readonly plan: AppPlan;
}

export interface SpecChanges {
  readonly changes: readonly PendingChange[];
  /**
   * What taking all of it over needs: nothing of the processes (`live`), more or fewer of them with everything else
   * left as it is (`scale`, which may come with `live` changes), or new processes.
   */
  readonly effect: 'none' | 'live' | 'scale' | 'restart';
}

/**
 * What an app that runs by one design would change for another one of the same app. Both plans are made with the
 * same shell environment, so that variables that differ come from the file or from an env_file.
 */
export function specChanges(running: Design, wanted: Design): SpecChanges {
  const options = Object.values(specOptions)
    .flat()
    .flatMap((option) => optionChange(option, running, wanted));
  const instances = instancesChange(running, wanted);
  const variables = variableChanges(running, wanted);
  const parts = changedParts(running.plan, wanted.plan);
  const isExplained =
    variables.length > 0 || instances.length > 0 || options.some(({ need }) => need !== 'live');
  const changes = [
    ...instances,
    ...options.map(({ change }) => change),
    ...(isExplained ? [] : parts.map((part) => partChange(part, running.plan, wanted.plan))),
    ...variables,
  ];
  const needsRestart =
    variables.length > 0 || parts.length > 0 || options.some(({ need }) => need === 'restart');
  if (needsRestart) return { changes, effect: 'restart' };
  if (running.plan.instances !== wanted.plan.instances) return { changes, effect: 'scale' };
  return { changes, effect: changes.length === 0 ? 'none' : 'live' };
}

interface OptionChange {
  readonly need: SpecOption['need'];
  readonly change: PendingChange;
}

/**
 * An option counts as it is in effect, DEV_MODE's included; one that is only written otherwise changes nothing of
 * the process. One that follows from others, such as the range of `increment_var`, is told when it needs a restart.
 */
function optionChange(option: SpecOption, running: Design, wanted: Design): readonly OptionChange[] {
  const isWritten = differs(option, running.spec, wanted.spec);
  const isEffective = differs(option, running.plan.spec, wanted.plan.spec);
  const need = isEffective || option.need === 'plan' ? needOf(option, running, wanted) : 'live';
  if (isWritten) return [{ need, change: changeOf(option, running.spec, wanted.spec) }];
  if (!isEffective || need !== 'restart') return [];
  return [{ need, change: changeOf(option, running.plan.spec, wanted.plan.spec) }];
}

function needOf(
  { option, need }: SpecOption,
  { plan: before }: Design,
  { plan: after }: Design,
): SpecOption['need'] {
  return option === 'port' && keepsPorts(before.spec.port, after.spec.port) ? 'live' : need;
}

function differs({ value }: SpecOption, before: AppSpec, after: AppSpec): boolean {
  return !isDeepStrictEqual(value(before), value(after));
}

function changeOf({ option, value, text }: SpecOption, before: AppSpec, after: AppSpec): PendingChange {
  const kind = value(before) === null ? 'added' : value(after) === null ? 'removed' : 'changed';
  return change(option, kind, [text(before), text(after)]);
}

/** Values that differ in what their texts leave out, secrets among it, are not shown. */
function change(
  option: string,
  kind: PendingChange['kind'],
  texts: readonly [string | null, string | null],
): PendingChange {
  const [from = null, to = null] = texts.map((text) => (text === null ? null : maskSecrets(text)));
  return from === to ? { option, kind, from: null, to: null } : { option, kind, from, to };
}

/** The numbers that run and would run; where they are equal, what the file says. */
function instancesChange(
  { spec: before, plan }: Design,
  { spec: after, plan: next }: Design,
): PendingChange[] {
  if (plan.instances !== next.instances) {
    return [change('instances', 'changed', [String(plan.instances), String(next.instances)])];
  }
  if (isDeepStrictEqual(before.instances, after.instances)) return [];
  const texts = [instancesText(before.instances), instancesText(after.instances)] as const;
  const kind = texts[0] === null ? 'added' : texts[1] === null ? 'removed' : 'changed';
  return [change('instances', kind, texts)];
}

/** Values may be secret, so they are never told. */
function variableChanges({ plan: running }: Design, { plan: wanted }: Design): PendingChange[] {
  const [before, after] = [running.env, wanted.env];
  // PWD follows `cwd`, which is told by itself.
  const followsFolder = before['PWD'] === running.spec.cwd && after['PWD'] === wanted.spec.cwd;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => before[name] !== after[name] && !(name === 'PWD' && followsFolder))
    .sort()
    .map((name) => {
      const kind = before[name] === undefined ? 'added' : after[name] === undefined ? 'removed' : 'changed';
      return { option: `env ${name}`, kind, from: null, to: null };
    });
}

/** Which option a part of a plan comes from, in the first place. */
const planOptions = {
  dev: 'DEV_MODE',
  script: 'script',
  shell: 'script',
  args: 'args',
  interpreter: 'interpreter',
  nodeArgs: 'node_args',
  sharing: 'exec_mode',
  socket: 'port',
} as const satisfies {
  readonly [Part in Exclude<keyof AppPlan, 'spec' | 'instances' | 'debugger' | 'env' | 'problems'>]: string;
};

type PlanPart = keyof typeof planOptions;

function changedParts(before: AppPlan, after: AppPlan): readonly PlanPart[] {
  return (Object.keys(planOptions) as PlanPart[]).filter(
    (part) => !isDeepStrictEqual(before[part], after[part]),
  );
}

/** For a difference that no option has: a script that is found elsewhere now, or has another first line. */
function partChange(part: PlanPart, before: AppPlan, after: AppPlan): PendingChange {
  return change(planOptions[part], 'changed', [partText(part, before), partText(part, after)]);
}

function partText(part: PlanPart, plan: AppPlan): string | null {
  const value = plan[part];
  if (value === null) return null;
  if (typeof value === 'object') return 'port' in value ? `${value.host}:${value.port}` : wordsText(value);
  return part === 'script' && !plan.shell ? pathText(plan.script, plan.spec) : String(value);
}
