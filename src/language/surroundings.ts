import { availableParallelism } from 'node:os';
import { isAbsolute, relative } from 'node:path';
import type { Dialect } from '../ecosystem/appSpec.ts';
import type { CompletionFacts } from '../ecosystem/complete/completionFacts.ts';
import { detectDialect } from '../ecosystem/detectDialect.ts';
import type { AppAction, FeatureFacts, RunningApp } from '../ecosystem/features/featureFacts.ts';
import { english } from '../ecosystem/translate.ts';
import type { Translate } from '../ecosystem/translate.ts';
import type { FileFacts } from '../ecosystem/rules/fileFacts.ts';
import type { SourceTree } from '../ecosystem/tree/sourceTree.ts';
import { plainValue } from '../ecosystem/tree/plainValue.ts';
import type { LanguageServerOptions, WindowFacts } from '../protocol/languageServer.ts';
import { DiskFacts } from './diskFacts.ts';
import type { OpenFile } from './ecosystemDocuments.ts';
import { KnownApps } from './knownApps.ts';
import type { DocumentSettings } from './settings.ts';

const actions: readonly AppAction[] = [
  'start',
  'stop',
  'restart',
  'reload',
  'startDev',
  'endDev',
  'debug',
  'showLogs',
];

const timeZones = Intl.supportedValuesOf('timeZone');

/** Finding out takes a look into the files of the kernel each time. */
const cpus = availableParallelism();

/** What is known around the open files: what the window told, what is on disk, this machine. */
export class Surroundings {
  readonly disk = new DiskFacts();
  readonly apps = new KnownApps();
  /** By what the files hold, which takes a look at all of it. */
  readonly #dialects = new WeakMap<SourceTree, Dialect>();
  readonly options: LanguageServerOptions;
  window: WindowFacts;

  constructor(options: Partial<LanguageServerOptions> = {}) {
    this.options = {
      texts: {},
      window: { folders: [], syntaxByOthers: [] },
      ...options,
    };
    this.window = this.options.window;
  }

  readonly t: Translate = (message, ...args) => english(this.options.texts[message] ?? message, ...args);

  facts({ path, tree }: OpenFile, { dialect }: DocumentSettings): FeatureFacts {
    return {
      path,
      dialect: this.#dialectOf(path, tree, dialect),
      cpus,
      now: new Date(),
      kindOf: this.kindOf,
      running: this.apps.of(path),
      actions: this.window.folders.some((folder) => isBelow(folder, path)) ? actions : [],
      // The documentation is not published anywhere yet that a link could lead to.
      optionsPage: null,
      t: this.t,
    };
  }

  #dialectOf(path: string, tree: SourceTree, setting: DocumentSettings['dialect']): Dialect {
    if (setting !== 'auto') return detectDialect(path, undefined, setting);
    const known = this.#dialects.get(tree);
    if (known !== undefined) return known;
    const dialect = detectDialect(path, plainValue(tree.root), setting);
    this.#dialects.set(tree, dialect);
    return dialect;
  }

  fileFacts(path: string): FileFacts {
    return {
      kindOf: this.kindOf,
      namesIn: (folder) => (isAbsolute(folder) ? this.disk.namesIn(folder) : []),
      isOnPath: this.disk.isOnPath,
      isModuleFolder: (folder) => (isAbsolute(folder) ? this.disk.isModuleFolder(folder) : undefined),
      cpus,
      runningApps: this.apps.of(path).flatMap(({ name, status }) => (isLive(status) ? [name] : [])),
    };
  }

  completionFacts({ dialect }: DocumentSettings): CompletionFacts {
    return {
      dialect,
      listFolder: (folder) => (isAbsolute(folder) ? this.disk.listFolder(folder) : []),
      timeZones,
    };
  }

  /** A file that was never saved has no folder that its paths could start at. */
  readonly kindOf = (path: string): 'file' | 'folder' | null | undefined =>
    isAbsolute(path) ? this.disk.kindOf(path) : undefined;
}

/** A file that was never saved is below none. */
function isBelow(folder: string, file: string): boolean {
  const below = relative(folder, file);
  return isAbsolute(file) && !isAbsolute(below) && !/^\.\.(?:[/\\]|$)/.test(below);
}

function isLive(status: RunningApp['status']): boolean {
  return status !== 'stopped' && status !== 'errored' && status !== 'completed';
}
