import type { InstanceStatus } from '../../protocol/model.ts';
import type { Translate } from '../translate.ts';

/** A status in words of the editor's language; the English ones are PM2's. */
export function statusText(status: InstanceStatus, t: Translate): string {
  return {
    stopped: t('stopped'),
    launching: t('launching'),
    online: t('online'),
    stopping: t('stopping'),
    'waiting restart': t('waiting restart'),
    errored: t('errored'),
    waiting: t('waiting'),
    reloading: t('reloading'),
    completed: t('completed'),
  }[status];
}
