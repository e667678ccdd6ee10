import type { Outcome } from '../../protocol/contract.ts';
import type { Problem } from '../../protocol/model.ts';
import type { App } from '../app.ts';
import type { Instance } from '../instance.ts';

/** A whole app, or one instance of it. */
export interface Target {
  readonly app: App;
  readonly instance: Instance | undefined;
}

/** Those that are there, the ones that are being scaled away included. */
export function instancesOf({ app, instance }: Target): readonly Instance[] {
  return instance === undefined ? app.instances : [instance];
}

/** Those that the plan has. */
export function plannedOf({ app, instance }: Target): readonly Instance[] {
  return instance === undefined ? app.planned : [instance];
}

/** Apps as their files have them, each with its instances by index. */
export function inDeclaredOrder(targets: readonly Target[], all: readonly App[]): readonly Target[] {
  const place = new Map(all.map((app, index) => [app, index]));
  const placeOf = ({ app }: Target): number => place.get(app) ?? all.length;
  return targets.toSorted(
    (a, b) => placeOf(a) - placeOf(b) || (a.instance?.index ?? 0) - (b.instance?.index ?? 0),
  );
}

/** Marks what is to be started as wanted; the result takes that back for one instance. */
export function want(targets: readonly Target[]): (instance: Instance) => void {
  const before = new Map(targets.flatMap(plannedOf).map((one) => [one, one.wanted]));
  for (const one of before.keys()) one.wanted = true;
  return (one) => {
    if (before.get(one) === false) one.giveUp();
  };
}

export function succeeded({ app, instance }: Target): Outcome {
  return { app: app.id, instance: instance?.id ?? null, ok: true, problem: null };
}

export function failed({ app, instance }: Target, problem: Problem): Outcome {
  return {
    app: app.id,
    instance: instance?.id ?? null,
    ok: false,
    problem: { ...problem, app: app.name },
  };
}
