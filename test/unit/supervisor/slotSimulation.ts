import type {
  Launch,
  Slot,
  SlotEffect,
  SlotEvent,
  SlotSettings,
  Timer,
} from '../../../src/supervisor/slotState.ts';
import { freshSlot, processesOf } from '../../../src/supervisor/slotState.ts';
import type { Transition } from '../../../src/supervisor/slotMoves.ts';

export type Machine = (slot: Slot, event: SlotEvent, settings: SlotSettings) => Transition;

/** A process that lives only in virtual time. */
interface Simulated {
  readonly started: number;
  readonly obeys: boolean;
  exited: boolean;
  gone: boolean;
}

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

const minUptimeMs = 1_000;

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One random life of a slot on a virtual clock: returns the invariants it broke, and how many commands it got. */
export function simulate(
  machine: Machine,
  seed: number,
): { readonly violations: string[]; readonly commands: number } {
  const random = randomFrom(seed);
  const chance = (probability: number): boolean => random() < probability;
  const between = (low: number, high: number): number => Math.floor(low + random() * (high - low));

  const settings: SlotSettings = {
    restart: {
      autorestart: !chance(0.15),
      stopExitCodes: chance(0.1) ? [3] : [],
      minUptimeMs,
      maxRestarts: between(0, 6),
      restartDelayMs: chance(0.3) ? between(1, 3_000) : 0,
      expBackoffMs: chance(0.2) ? 100 : null,
      oneShot: chance(0.1),
    },
    dependenciesMet: true,
    canReload: chance(0.7),
    readyMs: 3_000,
    readyTimeoutFails: chance(0.5),
    replaceTimeoutFails: chance(0.8),
    settleMs: chance(0.5) ? 250 : 0,
    killMs: 1_600,
    drainMs: 5_000,
    graceMs: chance(0.5) ? 250 : 5_000,
  };
  let dependenciesMet = !chance(0.2);
  let slot = freshSlot;
  let now = 0;
  let order = 0;
  let wanted = false;
  let calm = false;
  /** From the last command on, every process crashes right after its start. */
  const doomed = chance(0.2);
  let commands = 0;
  const queue: Due[] = [];
  const timers = new Map<Timer, number>();
  const processes = new Map<Launch, Simulated>();
  const violations: string[] = [];

  const at = (delay: number, run: () => void): void => {
    queue.push({ at: now + delay, order: (order += 1), run });
  };
  const live = (): Launch[] => [...processes].filter(([, one]) => !one.exited).map(([launch]) => launch);

  function send(event: SlotEvent): void {
    const result = machine(slot, event, { ...settings, dependenciesMet });
    slot = result.slot;
    for (const effect of result.effects) carryOut(effect);
    const alive = live();
    if (alive.length > 2) violations.push(`${alive.length} live processes after ${event.type}`);
    if (alive.length === 2 && !['reloading', 'draining', 'stopping'].includes(slot.state.kind)) {
      violations.push(`two live processes in ${slot.state.kind} after ${event.type}`);
    }
    const known = processesOf(slot.state);
    for (const launch of alive)
      if (!known.includes(launch)) violations.push(`process ${launch} forgotten after ${event.type}`);
  }

  function carryOut(effect: SlotEffect): void {
    switch (effect.type) {
      case 'spawn':
        spawn(effect.launch);
        break;
      case 'terminate':
      case 'drain':
        if (processes.get(effect.launch)?.obeys === true) at(between(0, 2_000), () => exit(effect.launch, 0));
        break;
      case 'kill':
        at(between(0, 20), () => exit(effect.launch, null));
        break;
      case 'setTimer': {
        const mark = (order += 1);
        timers.set(effect.timer, mark);
        at(effect.ms, () => {
          if (timers.get(effect.timer) !== mark) return;
          timers.delete(effect.timer);
          send({ type: 'timer', timer: effect.timer });
        });
        break;
      }
      case 'clearTimer':
        timers.delete(effect.timer);
        break;
      case 'gaveUp':
      case 'notReady':
      case 'reloadFailed':
        break;
    }
  }

  function spawn(launch: Launch): void {
    if (!wanted) violations.push('a spawn while wanted down');
    if (chance(0.05) && !(calm && doomed)) {
      at(0, () => send({ type: 'spawnFailed', launch }));
      return;
    }
    processes.set(launch, { started: now, obeys: chance(0.7), exited: false, gone: false });
    at(between(0, 30), () => !processes.get(launch)?.exited && send({ type: 'started', launch }));
    if (chance(0.75))
      at(between(1, 4_000), () => !processes.get(launch)?.exited && send({ type: 'ready', launch }));
    if (chance(0.5) || (calm && doomed)) {
      const life = calm ? between(0, minUptimeMs) : between(0, 8_000);
      at(life, () => exit(launch, chance(0.3) ? 0 : chance(0.2) ? 3 : 1));
    }
  }

  function exit(launch: Launch, code: number | null): void {
    const one = processes.get(launch);
    if (one === undefined || one.exited) return;
    one.exited = true;
    send({
      type: 'exit',
      launch,
      exit: { code, signal: code === null ? 'SIGKILL' : null, uptimeMs: now - one.started },
    });
    at(between(0, 200), () => {
      one.gone = true;
      send({ type: 'gone', launch });
    });
  }

  function command(event: SlotEvent): void {
    commands += 1;
    if (event.type === 'start' || (event.type === 'restart' && event.reason === 'manual')) wanted = true;
    if (event.type === 'reload' && event.reason === 'manual' && slot.state.kind !== 'stopped') {
      if (!(slot.state.kind === 'stopping' && slot.state.after.kind === 'stopped')) wanted = true;
    }
    if (event.type === 'stop') wanted = false;
    send(event);
  }

  function randomCommand(): SlotEvent {
    const dice = random();
    if (dice < 0.3) return { type: 'start' };
    if (dice < 0.5) return { type: 'stop', drain: chance(0.3) };
    if (dice < 0.6) return { type: 'restart', reason: 'manual' };
    if (dice < 0.75) return { type: 'restart', reason: 'watch' };
    return { type: 'reload', reason: chance(0.5) ? 'manual' : chance(0.5) ? 'watch' : 'memory' };
  }

  /** Runs what is due up to `until`; false when it never comes to rest. */
  function run(until: number): boolean {
    for (let steps = 0; queue.length > 0; steps += 1) {
      if (steps > 20_000) return false;
      queue.sort((a, b) => a.at - b.at || a.order - b.order);
      const due = queue[0];
      if (due === undefined || due.at > until) break;
      queue.shift();
      now = due.at;
      due.run();
    }
    return true;
  }

  const plannedCommands = between(5, 40);
  for (let index = 0; index < plannedCommands; index += 1) {
    run((now += between(0, 3_000)));
    if (chance(0.1) && !dependenciesMet) {
      dependenciesMet = true;
      send({ type: 'dependenciesMet' });
    } else command(randomCommand());
  }

  calm = true;
  if (!dependenciesMet) {
    dependenciesMet = true;
    send({ type: 'dependenciesMet' });
  }
  const last: SlotEvent = chance(0.5) ? { type: 'stop', drain: chance(0.3) } : { type: 'start' };
  command(last);
  if (!run(now + 3_600_000)) violations.push(`never comes to rest after ${last.type}`);
  const end = slot.state.kind;
  if (last.type === 'stop' && (end !== 'stopped' || live().length > 0))
    violations.push(`stop ended in ${end}`);
  if (last.type === 'start' && !['online', 'errored', 'completed', 'stopped'].includes(end)) {
    violations.push(`start ended in ${end}`);
  }
  if (end === 'online' && live().length !== 1) violations.push(`online with ${live().length} processes`);
  if (['stopped', 'errored', 'completed'].includes(end) && live().length > 0)
    violations.push(`${end} with a live process`);
  return { violations, commands };
}
