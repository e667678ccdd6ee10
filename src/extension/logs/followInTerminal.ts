import { ThemeIcon, window } from 'vscode';
import type { InstanceInfo } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { t } from '../localise.ts';
import type { FollowTerminalOptions } from './followTerminal.ts';
import { FollowTerminal } from './followTerminal.ts';
import { runNotes } from './runNotes.ts';

export interface FollowOptions extends Pick<FollowTerminalOptions, 'follower' | 'onDidClose'> {
  readonly model: FolderModel;
  readonly instance: string;
  readonly name: string;
  readonly onDefect: (operation: string, error: unknown) => void;
}

/** Opens a terminal on what an instance writes and reads; it tells when the instance stops and starts. */
export function followInTerminal({
  model,
  instance,
  name,
  follower,
  ...options
}: FollowOptions): FollowTerminal {
  const store = new DisposableStore();
  const terminal = new FollowTerminal({
    follower,
    send: async (line) => {
      const client = await model.connected();
      const { problem } = await client.request('instances/input', { instance, text: `${line}\n` });
      return problem === null ? undefined : describeProblem(problem, t);
    },
    onDidClose: () => {
      store.dispose();
      options.onDidClose();
    },
    onFailure: (error) => options.onDefect('follow in terminal', error),
  });
  const find = (): InstanceInfo | undefined =>
    model.view.snapshot.instances.find(({ id }) => id === instance);
  let shown = find();
  store.add(
    model.onDidChange(() => {
      const now = find();
      if (now === undefined) return store.dispose();
      for (const note of runNotes(shown, now, t)) terminal.note(note);
      shown = now;
    }),
  );
  terminal.attach(
    window.createTerminal({
      name: `Drover: ${name}`,
      pty: terminal,
      iconPath: new ThemeIcon('server-process'),
      isTransient: true,
    }),
  );
  return terminal;
}
