import { appNotObject } from './appNotObject.ts';
import { appRemoved } from './appRemoved.ts';
import {
  clusterSingle,
  clusterUnsupported,
  instancesAboveCores,
  portsShort,
  portUnsharedRule,
} from './cluster.ts';
import { dependencyCircle, dependencyEndless, dependencyUnknown } from './dependencies.ts';
import { jsonInScript, moduleMismatch, pm2Export } from './exportForm.ts';
import { expressionInvalid } from './expressionInvalid.ts';
import { fileEmpty } from './fileEmpty.ts';
import { fileNoApps } from './fileNoApps.ts';
import { fileSyntax } from './fileSyntax.ts';
import { optionMisplaced, variableOutsideEnv } from './misplaced.ts';
import { cwdMissing, envFileMissing, programMissing, scriptMissing } from './missingFiles.ts';
import { nameDuplicate } from './nameDuplicate.ts';
import { optionAtRoot } from './optionAtRoot.ts';
import { optionForeign } from './optionForeign.ts';
import { optionIgnored } from './optionIgnored.ts';
import { optionType } from './optionType.ts';
import { optionUnknown } from './optionUnknown.ts';
import {
  killTimeoutZero,
  pm2Autostart,
  pm2EnvCollision,
  pm2EnvFile,
  pm2FilterEnv,
  pm2ValueLost,
  pm2WatchCluster,
} from './pm2Differs.ts';
import { pm2Refuses } from './pm2Refuses.ts';
import { pmdaemonRefuses } from './pmdaemonRefuses.ts';
import { portConflict } from './portConflict.ts';
import type { Rule } from './rule.ts';
import { scriptRequired } from './scriptRequired.ts';
import { secretInFile } from './secretInFile.ts';
import { modeOld, optionAlias, optionTwice } from './spelling.ts';
import { watchNothing } from './watchNothing.ts';

export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** Every rule, by what it is about, as the documentation has them. */
export const ruleGroups: readonly RuleGroup[] = [
  {
    title: 'The file',
    rules: [
      fileEmpty,
      fileSyntax,
      fileNoApps,
      jsonInScript,
      moduleMismatch,
      pm2Export,
      appNotObject,
      appRemoved,
    ],
  },
  {
    title: 'Options',
    rules: [
      optionUnknown,
      optionAtRoot,
      optionMisplaced,
      variableOutsideEnv,
      optionType,
      optionTwice,
      optionAlias,
      modeOld,
      optionIgnored,
      expressionInvalid,
    ],
  },
  {
    title: 'Programs and files',
    rules: [
      scriptRequired,
      nameDuplicate,
      scriptMissing,
      cwdMissing,
      programMissing,
      envFileMissing,
      secretInFile,
    ],
  },
  {
    title: 'Instances, ports and order',
    rules: [
      clusterUnsupported,
      clusterSingle,
      portUnsharedRule,
      portsShort,
      portConflict,
      instancesAboveCores,
      dependencyUnknown,
      dependencyCircle,
      dependencyEndless,
      watchNothing,
      killTimeoutZero,
    ],
  },
  {
    title: 'Other tools',
    rules: [
      pm2Refuses,
      pm2ValueLost,
      pm2EnvFile,
      pm2EnvCollision,
      pm2Autostart,
      pm2FilterEnv,
      pm2WatchCluster,
      pmdaemonRefuses,
      optionForeign,
    ],
  },
];

export const rules: readonly Rule[] = ruleGroups.flatMap((group) => group.rules);
