import { ConfigurationTarget, workspace } from 'vscode';
import type { Disposable } from 'vscode';
import type { Layout } from './layout.ts';
import { groupings, orders } from './layout.ts';

type LayoutSettings = Omit<Layout, 'filter'>;

/** How the view arranges apps; defaults are those of package.json. */
export function readLayout(): LayoutSettings {
  const tree = workspace.getConfiguration('drover.tree');
  return {
    groupBy: groupings.find((one) => one === tree.get('groupBy')) ?? 'namespace',
    sort: orders.find((one) => one === tree.get('sort')) ?? 'file',
  };
}

/** Changes the setting where it is set already, else for the user. */
export async function changeLayout<K extends keyof LayoutSettings>(
  name: K,
  value: LayoutSettings[K],
): Promise<void> {
  const tree = workspace.getConfiguration('drover.tree');
  const isOfWorkspace = tree.inspect(name)?.workspaceValue !== undefined;
  await tree.update(name, value, isOfWorkspace ? ConfigurationTarget.Workspace : ConfigurationTarget.Global);
}

export function onDidChangeLayout(listener: () => void): Disposable {
  return workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('drover.tree')) listener();
  });
}
