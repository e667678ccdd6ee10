import { t } from '../localise.ts';
import type { Capability } from './capability.ts';

/** Why there is nothing to choose from. */
export function nothingFits(capability: Capability, isEmpty: boolean): string {
  if (isEmpty) return t('No apps were found in this workspace.');
  switch (capability) {
    case 'canStart':
      return t('Everything runs already.');
    case 'canStop':
    case 'canRestart':
    case 'canScale':
    case 'hasPid':
    case 'canSignal':
      return t('Nothing is running.');
    case 'canReload':
      return t('No app is running whose instances share a port.');
    case 'canScaleDown':
      return t('No app runs with more than one instance.');
    case 'canDev':
      return t('Every app runs in DEV_MODE already.');
    case 'canEndDev':
      return t('No app runs in DEV_MODE.');
    case 'canWatch':
      return t('Every app is watched already.');
    case 'canEndWatch':
      return t('No app is watched.');
    case 'hasProfiles':
      return t('No app here has variables for a profile, as in "env_production".');
    case 'canApply':
      return t('Everything runs as its ecosystem file says.');
    case 'canDebug':
      return t('No app is running that can be debugged: Node and Python programs can.');
    case 'hasDebugger':
      return t('No app here can be debugged: Node and Python programs can.');
    case 'isDebugged':
      return t('Nothing is being debugged.');
    case 'hasPort':
      return t('No app is running that listens on a port.');
    case 'canDelete':
      return t('Every app here is in an ecosystem file: remove it there.');
    case 'hasScript':
      return t('No app here has a script that is a file.');
    case 'app':
    case 'canShowLogs':
    case 'canOpenFile':
    case 'canDescribe':
      return t('No apps were found in this workspace.');
  }
}
