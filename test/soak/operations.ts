import type { Actor } from './actor.ts';
import type { AppModel } from './appModel.ts';
import type { Dice } from './dice.ts';
import type { SoakFolder } from './soakFolder.ts';
import type { Subject } from './subject.ts';
import { Window } from './window.ts';

/** One thing that is asked of the supervisor; nobody else acts on the subject meanwhile. */
export interface Operation {
  readonly kind: string;
  readonly text: string;
  /** What was refused, null when nothing was. */
  readonly run: () => Promise<string | null>;
  /** What comes of it when nothing was refused. */
  readonly model: () => void;
}

export interface Choice {
  readonly subject: Subject;
  readonly dice: Dice;
  readonly folder: SoakFolder;
}

/** What `actor` does to the subject next. */
export function chooseOperation(actor: Actor, choice: Choice): Operation {
  const model = choice.subject.only;
  if (model === undefined) return wholeOperation(actor, choice);
  if (!model.exists) return addition(actor, model, choice.dice);
  const { dice } = choice;
  const kinds: (() => Operation)[] = [
    () => wholeOperation(actor, choice),
    () => wholeOperation(actor, choice),
    () => instanceOperation(actor, model, dice),
  ];
  if (model.app.most !== undefined) kinds.push(() => scaling(actor, model, dice));
  if (actor instanceof Window) {
    if (model.app.file !== null && model.app.end === 'online') {
      kinds.push(
        () => fileSave(actor, model, choice),
        () => applying(actor, model),
      );
    }
    kinds.push(() => watchSwitch(actor, model, dice));
  }
  if (model.app.watched) {
    const save = (): Operation => sourceSave(model, choice);
    kinds.push(save, save, save);
  }
  return dice.pick(kinds)();
}

/** Restarts all of it: whatever it was before, it is known after. */
export function certainty(actor: Actor, { target, models }: Subject): Operation {
  return {
    kind: 'restart to be certain',
    text: `restart ${target} to be certain`,
    run: () => actor.act('restart', target),
    model: () => models.forEach((model) => model.restart()),
  };
}

function wholeOperation(actor: Actor, { subject, dice }: Choice): Operation {
  const { target, models } = subject;
  // A start leaves what runs as it is, also where the file says something else meanwhile; the command line applies it.
  const isPending = models.some((model) => model.isPending);
  const verb = dice.pick(['start', 'start', 'stop', 'restart', 'reload', 'delete'] as const);
  const certain =
    verb === 'start' && isPending ? 'restart' : verb === 'reload' && models.length > 1 ? 'restart' : verb;
  return {
    kind: certain,
    text: `${certain} ${target}`,
    run: () => actor.act(certain, target),
    model: () => models.forEach((model) => model[certain]()),
  };
}

function instanceOperation(actor: Actor, model: AppModel, dice: Dice): Operation {
  const index = dice.between(0, model.count);
  const verb = dice.pick(['start', 'stop', 'restart', 'reload'] as const);
  if (model.count < 2 || (verb === 'start' && model.isPending)) {
    return {
      kind: 'restart',
      text: `restart ${model.app.name}`,
      run: () => actor.act('restart', model.app.name),
      model: () => model.restart(),
    };
  }
  const name = `${model.app.name}-${index}`;
  return {
    kind: `${verb} an instance`,
    text: `${verb} ${name}`,
    run: () => actor.act(verb, name),
    model: () => model[verb](index),
  };
}

function scaling(actor: Actor, model: AppModel, dice: Dice): Operation {
  const { name, most = 2 } = model.app;
  const instances = dice.between(2, most + 1);
  return {
    kind: 'scale',
    text: `scale ${name} ${instances}`,
    run: () => actor.scale(name, instances),
    model: () => model.scale(instances),
  };
}

function addition(actor: Actor, model: AppModel, dice: Dice): Operation {
  const { name } = model.app;
  const instances = dice.between(2, 5);
  return {
    kind: 'add',
    text: `add ${name} with ${instances}`,
    run: () => actor.add(name, instances),
    model: () => {
      model.saveFile({ instances, version: 1 });
      model.add();
    },
  };
}

/** Half of the times it is not applied, so that something is pending. */
function fileSave(window: Window, model: AppModel, { folder, dice }: Choice): Operation {
  const { name, most } = model.app;
  const { file } = model;
  const instances = most === undefined || dice.chance(0.5) ? file.instances : dice.between(2, most + 1);
  const says = { instances, version: file.version + (dice.chance(0.6) ? 1 : 0) };
  const applies = dice.chance(0.5);
  return {
    kind: applies ? 'save the ecosystem file and apply' : 'save the ecosystem file',
    text: `${name}: ${says.instances} instances, version ${says.version}${applies ? ', applied' : ''}`,
    run: async () => {
      folder.saveFile(name, says);
      await window.load();
      return applies ? window.apply(name) : null;
    },
    model: () => {
      model.saveFile(says);
      if (applies) model.apply();
    },
  };
}

function applying(window: Window, model: AppModel): Operation {
  const { name } = model.app;
  return {
    kind: 'apply',
    text: `apply ${name}`,
    run: () => window.apply(name),
    model: () => model.apply(),
  };
}

function watchSwitch(window: Window, model: AppModel, dice: Dice): Operation {
  const { name, watched } = model.app;
  // What watches the folder of the whole soak would be restarted by every save of the others.
  const on = watched ? dice.pick([true, true, false, null]) : dice.pick([false, null]);
  return {
    kind: 'switch watching',
    text: `watch ${name} ${String(on)}`,
    run: async () => {
      await window.request('apps/watch', { targets: [name], on });
      return null;
    },
    model: () => (model.isWatched = on ?? watched),
  };
}

/** Several saves at once as well: the last one counts. */
function sourceSave(model: AppModel, { folder, dice }: Choice): Operation {
  const count = dice.pick([1, 1, 1, 5]);
  return {
    kind: 'save the source',
    text: `save the source of ${model.app.name} ${count} times`,
    run: async () => {
      for (let version = 1; version <= count; version += 1) {
        folder.saveSource(model.app.name, model.source + version);
      }
      return null;
    },
    model: () => {
      for (let version = 1; version <= count; version += 1) model.saveSource();
    },
  };
}

/** Something of which it is open what comes of it among others. */
export function partialOperation(
  actor: Actor,
  { target, only }: Subject,
  dice: Dice,
): Pick<Operation, 'text' | 'run'> {
  const verb = dice.pick(['start', 'stop', 'restart', 'reload'] as const);
  const isWhole = only === undefined || only.count < 2 || dice.chance(0.5);
  const named = isWhole ? target : `${target}-${dice.between(0, 2)}`;
  return { text: `${verb} ${named}`, run: () => actor.act(verb, named) };
}
