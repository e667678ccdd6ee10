import type { InstanceInfo } from '../../protocol/model.ts';
import type { FolderModel } from '../folders/folderModel.ts';

/** For all that a start may wait for; a place among others that come up, at most. */
const patienceMs = 60_000;

export function instanceIn(model: FolderModel, id: string): InstanceInfo | undefined {
  return model.view.snapshot.instances.find((one) => one.id === id);
}

/** Nothing of it runs, and it does not come back by itself. */
export function isOver({ status }: Pick<InstanceInfo, 'status'>): boolean {
  return status === 'stopped' || status === 'errored' || status === 'completed';
}

/** The instance as soon as it fits; undefined when it is gone, or does not fit in time. */
export function untilInstance(
  model: FolderModel,
  id: string,
  fits: (instance: InstanceInfo) => boolean,
): Promise<InstanceInfo | undefined> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      const instance = instanceIn(model, id);
      if (instance !== undefined && !fits(instance)) return false;
      listening.dispose();
      clearTimeout(timer);
      resolve(instance);
      return true;
    };
    const timer = setTimeout(() => {
      listening.dispose();
      resolve(undefined);
    }, patienceMs);
    const listening = model.onDidChange(() => void look());
    look();
  });
}
