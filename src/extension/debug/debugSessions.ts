import { debug, Uri, workspace } from 'vscode';
import type { DebugAdapterTracker, DebugConfiguration, DebugSession } from 'vscode';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { InstanceInfo } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { SelectedInstance } from '../commands/selection.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { Disposable } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import { configurationFor, markOf } from './debugConfiguration.ts';
import { readDebugSettings } from './debugSettings.ts';
import { requireDebugger } from './requireDebugger.ts';
import type { AdapterMessage } from './sessionEvents.ts';
import { standsAfter } from './sessionEvents.ts';
import { instanceIn, isOver, untilInstance } from './untilInstance.ts';

/** One instance that is debugged, from the wish for it until its session has ended for good. */
interface Debugging {
  readonly model: FolderModel;
  readonly instance: string;
  /** Further options, from a `launch.json`. */
  readonly written: Readonly<Record<string, unknown>>;
  session: DebugSession | undefined;
  /** When the process was started that the session is about. */
  startedAt: InstanceInfo['startedAt'];
  stands: boolean;
  /** The program has ended, and the session with it: nobody has stopped the debugger. */
  hasEnded: boolean;
  /** Runs while the instance is over, until the session is ended. */
  ending: NodeJS.Timeout | undefined;
}

/** An app that is started by another plan is stopped for a moment first. */
const comesBackMs = 2_000;

/** The debug sessions of instances in this window. Their instances are held, and let go when the debugger leaves. */
export class DebugSessions implements Disposable {
  readonly #onDefect: (operation: string, error: unknown) => void;
  readonly #store = new DisposableStore();
  readonly #debugged = new Map<string, Debugging>();

  constructor(folders: WorkspaceFolders, onDefect: (operation: string, error: unknown) => void) {
    this.#onDefect = onDefect;
    this.#store.add(debug.onDidStartDebugSession((session) => this.#started(session)));
    this.#store.add(debug.onDidTerminateDebugSession((session) => this.#terminated(session)));
    const tracking = { createDebugAdapterTracker: (session: DebugSession) => this.#track(session) };
    this.#store.add(debug.registerDebugAdapterTrackerFactory('*', tracking));
    this.#store.add(folders.onDidChange(() => this.#endOver()));
    this.#store.add(
      folders.onDidAdd((model, store) =>
        store.add(model.onDidConnect((client) => this.#holdAgain(model, client))),
      ),
    );
  }

  /** Whether a session of this window is about the instance. */
  has(model: FolderModel, instance: string): boolean {
    return this.#debugged.get(keyOf(model.folder, instance))?.session !== undefined;
  }

  /** From now on the supervisor keeps the instance open for a debugger, over restarts as well. */
  async begin(
    { model, instance }: SelectedInstance,
    written: Readonly<Record<string, unknown>> = {},
  ): Promise<void> {
    const key = keyOf(model.folder, instance.id);
    if (this.#debugged.has(key)) return;
    const client = await model.connected();
    this.#debugged.set(key, {
      model,
      instance: instance.id,
      written,
      session: undefined,
      startedAt: null,
      stands: false,
      hasEnded: false,
      ending: undefined,
    });
    try {
      await client.request('instances/hold', { instance: instance.id, on: true, paused: false });
    } catch (error) {
      this.#debugged.delete(key);
      throw error;
    }
  }

  /** Starts a session for an instance that was begun and runs. */
  async attach({ model, instance }: SelectedInstance): Promise<void> {
    const debugging = this.#debugged.get(keyOf(model.folder, instance.id));
    if (debugging === undefined || debugging.session !== undefined) return;
    try {
      const configuration = await this.#configuration(debugging);
      const folder = workspace.getWorkspaceFolder(Uri.file(model.folder));
      if (!(await debug.startDebugging(folder, configuration))) this.#letGo(debugging);
    } catch (error) {
      this.#letGo(debugging);
      throw error;
    }
  }

  /** Gives up what was begun and has no session. */
  abandon({ model, instance }: SelectedInstance): void {
    const debugging = this.#debugged.get(keyOf(model.folder, instance.id));
    if (debugging?.session === undefined && debugging !== undefined) this.#letGo(debugging);
  }

  /** Ends the session of the instance; the program runs on. */
  async stop(model: FolderModel, instance: string): Promise<void> {
    const session = this.#debugged.get(keyOf(model.folder, instance))?.session;
    // Without a session it would end every one of the window, and the programs with them.
    if (session !== undefined) await debug.stopDebugging(session);
  }

  dispose(): void {
    this.#store.dispose();
    for (const { ending } of this.#debugged.values()) clearTimeout(ending);
    this.#debugged.clear();
  }

  async #configuration(debugging: Debugging): Promise<DebugConfiguration> {
    const { model, instance: id, written } = debugging;
    const instance = await untilInstance(model, id, (one) => one.pid !== null || isOver(one));
    const app = model.view.snapshot.apps.find((one) => one.id === instance?.app);
    if (instance === undefined || app === undefined) throw new UserError(t('It is gone.'));
    const client = await model.connected();
    const { inspector, problem } = await client.request('instances/inspect', { instance: id });
    if (inspector === null) {
      throw new UserError(
        problem === null ? t('"{0}" cannot be debugged.', instance.name) : describeProblem(problem, t),
      );
    }
    requireDebugger(inspector.kind);
    debugging.startedAt = instanceIn(model, id)?.startedAt ?? instance.startedAt;
    const settings = readDebugSettings(Uri.file(model.folder));
    return configurationFor({ folder: model.folder, app, instance, inspector }, settings, written);
  }

  #started(session: DebugSession): void {
    const debugging = this.#of(session);
    if (debugging === undefined || session.parentSession !== undefined) return;
    debugging.session = session;
    debugging.hasEnded = false;
  }

  #terminated(session: DebugSession): void {
    const debugging = this.#of(session);
    if (debugging?.session?.id !== session.id) return;
    debugging.session = undefined;
    debugging.stands = false;
    if (debugging.hasEnded) this.#attachToNext(debugging);
    else this.#letGo(debugging);
  }

  /** Debuggers that do not attach again by themselves, as that of Python, are started again with the next process. */
  #attachToNext(debugging: Debugging): void {
    const { model, instance: id, startedAt: before } = debugging;
    // The editor may tell of the end of a session when the next process is there already.
    untilInstance(model, id, (one) => isOver(one) || (one.pid !== null && one.startedAt !== before))
      .then(async (instance) => {
        const app = model.view.snapshot.apps.find((one) => one.id === instance?.app);
        if (instance === undefined || app === undefined || isOver(instance)) return this.#letGo(debugging);
        await this.attach({ model, app, instance });
      })
      .catch((error: unknown) => this.#onDefect('debug', error));
  }

  #track(session: DebugSession): DebugAdapterTracker | undefined {
    const debugging = this.#of(session);
    if (debugging === undefined) return undefined;
    let isLeaving = false;
    return {
      onWillReceiveMessage: ({ command }: AdapterMessage) => {
        if (command === 'disconnect' || command === 'terminate') isLeaving = true;
      },
      onDidSendMessage: (message: AdapterMessage) => {
        const isRoot = session.parentSession === undefined;
        if (isRoot && message.event === 'terminated' && !isLeaving) debugging.hasEnded = true;
        const stands = standsAfter(message);
        if (stands !== undefined) this.#setStanding(debugging, stands);
      },
    };
  }

  #setStanding(debugging: Debugging, stands: boolean): void {
    if (stands === debugging.stands) return;
    debugging.stands = stands;
    this.#hold(debugging, debugging.model.session.client);
  }

  /** Ends the sessions of instances that are over: their debuggers would look for the next process for ever. */
  #endOver(): void {
    for (const debugging of this.#debugged.values()) {
      if (debugging.session === undefined || debugging.ending !== undefined || !isGone(debugging)) continue;
      const ms = isWanted(debugging) ? comesBackMs : 0;
      debugging.ending = setTimeout(() => {
        debugging.ending = undefined;
        if (debugging.session === undefined || !isGone(debugging)) return;
        debug
          .stopDebugging(debugging.session)
          .then(undefined, (error: unknown) => this.#onDefect('stopDebugging', error));
      }, ms);
    }
  }

  /** A hold ends with its connection. */
  #holdAgain(model: FolderModel, client: SupervisorClient): void {
    for (const debugging of this.#debugged.values())
      if (debugging.model === model) this.#hold(debugging, client);
  }

  #letGo(debugging: Debugging): void {
    const { model, instance } = debugging;
    clearTimeout(debugging.ending);
    this.#debugged.delete(keyOf(model.folder, instance));
    this.#send(model.session.client, { instance, on: false });
  }

  #hold({ instance, stands }: Debugging, client: SupervisorClient | undefined): void {
    this.#send(client, { instance, on: true, paused: stands });
  }

  #send(
    client: SupervisorClient | undefined,
    hold: { readonly instance: InstanceInfo['id']; readonly on: boolean; readonly paused?: boolean },
  ): void {
    client
      ?.request('instances/hold', hold)
      .catch((error: unknown) => this.#onDefect('instances/hold', error));
  }

  /** Of the session, or of one that it has below it. */
  #of(session: DebugSession): Debugging | undefined {
    for (let one: DebugSession | undefined = session; one !== undefined; one = one.parentSession) {
      const mark = markOf(one.configuration);
      if (mark !== undefined) return this.#debugged.get(keyOf(mark.folder, mark.instance));
    }
    return undefined;
  }
}

/** While there is no connection, nobody knows. */
function isGone(debugging: Debugging): boolean {
  const { model, instance: id } = debugging;
  const instance = instanceIn(model, id);
  if (model.session.client === undefined) return false;
  return instance === undefined || isOver(instance) || !isWanted(debugging);
}

/** Somebody wants its app to run. */
function isWanted({ model, instance: id }: Debugging): boolean {
  const app = instanceIn(model, id)?.app;
  return model.view.snapshot.apps.some((one) => one.id === app && one.wanted);
}

function keyOf(folder: string, instance: string): string {
  return `${folder}\n${instance}`;
}
