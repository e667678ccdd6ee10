import type { Method, Params } from '../../protocol/contract.ts';
import type { InstanceInfo } from '../../protocol/model.ts';
import type { MonitState } from './monitState.ts';
import { keepSelection, select, selectedInstance, shownInstances } from './monitState.ts';

type Operation = Extract<Method, 'apps/start' | 'apps/stop' | 'apps/restart' | 'apps/reload' | 'apps/scale'>;

/** What a key asks for beyond what is seen. */
export type MonitAction =
  | { readonly kind: 'quit' }
  /** Gives the terminal back to the shell until the shell continues the program. */
  | { readonly kind: 'suspend' }
  | {
      [M in Operation]: {
        readonly kind: 'request';
        readonly method: M;
        readonly params: Params<M>;
        /** What is said when it is done. */
        readonly done: string;
      };
    }[Operation];

interface Pressed {
  readonly state: MonitState;
  readonly action?: MonitAction;
}

/** What a key does. `page` is how many lines or rows a page has. */
export function pressKey(before: MonitState, key: string, page: number): Pressed {
  if (key === 'ctrl+c') return { state: before, action: { kind: 'quit' } };
  if (key === 'ctrl+z') return { state: before, action: { kind: 'suspend' } };
  const state: MonitState = { ...before, message: null };
  switch (state.mode) {
    case 'filter':
      return { state: typeFilter(state, key) };
    case 'help':
      return { state: { ...state, mode: 'list' } };
    case 'stopAll':
      return answerStopAll(state, key);
    case 'list':
      return pressInList(state, key, page);
  }
}

function typeFilter(state: MonitState, key: string): MonitState {
  if (key === 'enter') return { ...state, mode: 'list' };
  if (key === 'escape') return keepSelection({ ...state, mode: 'list', filter: '' });
  const { filter } = state;
  const changed =
    key === 'backspace' ? [...filter].slice(0, -1).join('') : isCharacter(key) ? filter + key : filter;
  return keepSelection({ ...state, filter: changed });
}

function answerStopAll(state: MonitState, key: string): Pressed {
  const list: MonitState = { ...state, mode: 'list' };
  if (key.toLowerCase() !== 'y') return { state: list };
  return request(
    { ...list, message: 'Stopping all apps…' },
    {
      kind: 'request',
      method: 'apps/stop',
      params: { targets: ['all'] },
      done: 'All apps are stopped.',
    },
  );
}

function pressInList(state: MonitState, key: string, page: number): Pressed {
  const steps: Readonly<Record<string, number>> = {
    up: -1,
    k: -1,
    down: 1,
    j: 1,
    'page up': -page,
    'page down': page,
    home: -Infinity,
    end: Infinity,
  };
  const step = steps[key];
  if (step !== undefined) return { state: move(state, step) };
  switch (key) {
    case 'q':
      return { state, action: { kind: 'quit' } };
    case '?':
      return { state: { ...state, mode: 'help' } };
    case '/':
      return { state: { ...state, mode: 'filter' } };
    case 'enter':
      return {
        state: { ...state, isLogsOnly: !state.isLogsOnly, focus: state.isLogsOnly ? 'list' : 'logs' },
      };
    case 'tab':
      return { state: { ...state, focus: state.focus === 'list' ? 'logs' : 'list' } };
    case 'escape':
      return {
        state: keepSelection({ ...state, isLogsOnly: false, focus: 'list', filter: '', scrolledBack: 0 }),
      };
    case 'S':
      return { state: state.snapshot.instances.length > 0 ? { ...state, mode: 'stopAll' } : state };
    default: {
      const instance = selectedInstance(state);
      return instance === undefined ? { state } : operate(state, key, instance);
    }
  }
}

function operate(state: MonitState, key: string, { id, app, name, status }: InstanceInfo): Pressed {
  const appName = state.snapshot.apps.find((one) => one.id === app)?.name ?? app;
  const saying = (message: string): MonitState => ({ ...state, message });
  switch (key) {
    case 'r':
      return request(saying(`Restarting ${name}…`), {
        kind: 'request',
        method: 'apps/restart',
        params: { targets: [id] },
        done: `${name} is restarted.`,
      });
    case 's': {
      const isDown = ['stopped', 'errored', 'completed'].includes(status);
      return isDown
        ? request(saying(`Starting ${name}…`), {
            kind: 'request',
            method: 'apps/start',
            params: { targets: [id] },
            done: `${name} is started.`,
          })
        : request(saying(`Stopping ${name}…`), {
            kind: 'request',
            method: 'apps/stop',
            params: { targets: [id] },
            done: `${name} is stopped.`,
          });
    }
    case 'l':
      return request(saying(`Reloading ${appName}…`), {
        kind: 'request',
        method: 'apps/reload',
        params: { targets: [app] },
        done: `${appName} is reloaded.`,
      });
    case '+':
    case '=':
    case '-': {
      const by = key === '-' ? -1 : 1;
      return request(saying(`Scaling ${appName}…`), {
        kind: 'request',
        method: 'apps/scale',
        params: { targets: [app], by },
        done: `${appName} has one instance ${by > 0 ? 'more' : 'less'}.`,
      });
    }
    default:
      return { state };
  }
}

function request(state: MonitState, action: MonitAction): Pressed {
  return { state, action };
}

function move(state: MonitState, step: number): MonitState {
  if (state.focus === 'logs') {
    const scrolledBack = Math.max(0, Math.min(state.logs.length, state.scrolledBack - step));
    return { ...state, scrolledBack };
  }
  const shown = shownInstances(state);
  const from = shown.findIndex(({ id }) => id === state.selected);
  const to = Math.max(0, Math.min(shown.length - 1, from + step));
  return select(state, shown[to]?.id ?? null);
}

function isCharacter(key: string): boolean {
  return [...key].length === 1;
}
