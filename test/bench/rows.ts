import { activation } from './editor/activation.ts';
import { hostCost } from './editor/hostCost.ts';
import { stateToRow } from './editor/stateToRow.ts';
import type { Row } from './row.ts';
import { bootCost } from './processes/bootCost.ts';
import { coldStart } from './processes/coldStart.ts';
import { commandLine } from './processes/commandLine.ts';
import { crash } from './processes/crash.ts';
import { python } from './processes/python.ts';
import { reload } from './processes/reload.ts';
import { restarts } from './processes/restarts.ts';
import { startAlone, startCluster } from './processes/starts.ts';
import { follow } from './steady/follow.ts';
import { http } from './steady/http.ts';
import { idle } from './steady/idle.ts';
import { logs } from './steady/logs.ts';
import { stalled } from './steady/stalled.ts';
import { tiny } from './steady/tiny.ts';
import { answers } from './language/answers.ts';
import { burst } from './watch/burst.ts';
import { saveToServing, saveToServingPython } from './watch/saveToServing.ts';
import { startUp } from './watch/startUp.ts';
import { tree } from './watch/tree.ts';

/** In the order of the page. */
export const rows: readonly Row[] = [
  coldStart,
  commandLine,
  startAlone,
  startCluster,
  bootCost,
  restarts,
  crash,
  reload,
  logs,
  follow,
  stalled,
  idle,
  tiny,
  http,
  python,
  saveToServing,
  saveToServingPython,
  burst,
  startUp,
  tree,
  answers,
  activation,
  stateToRow,
  hostCost,
];
