import type { AppSpec } from '../ecosystem/appSpec.ts';
import type { Definition } from '../ecosystem/normaliseDefinition.ts';
import type { Change } from '../protocol/changes.ts';
import { byPath, inPlaces } from '../protocol/fileOrder.ts';
import type { FileInfo } from '../protocol/model.ts';
import type { App } from './app.ts';
import type { LoadedFile } from './fileLoader.ts';
import { appId, fileInfo, isBroken, isInvalid } from './fileLoader.ts';

type Environment = Readonly<Record<string, string>>;

export interface CatalogueOptions {
  readonly folder: string;
  readonly create: (id: string, spec: AppSpec, env: Environment) => App;
  readonly publish: (change: Change) => void;
}

/**
 * The ecosystem files of the folder and the apps they name, with those kept that run and are not named any more, and the
 * apps that were defined without a file.
 */
export class Catalogue {
  readonly #options: CatalogueOptions;
  #apps = new Map<string, App>();
  #files = new Map<string, FileInfo>();

  constructor(options: CatalogueOptions) {
    this.#options = options;
  }

  /** As their files list them, the files by path; those without one come last. */
  get apps(): readonly App[] {
    return [...this.#apps.values()];
  }

  get files(): readonly FileInfo[] {
    return [...this.#files.values()];
  }

  app(id: string): App | undefined {
    return this.#apps.get(id);
  }

  /** Takes over what a file says. A part of it that cannot be understood keeps the apps it had. */
  take({ file, env }: LoadedFile): void {
    const { folder, publish } = this.#options;
    const known = this.#files.get(file.path)?.apps ?? [];
    const named = file.apps.map((spec) => appId(folder, spec));
    const kept = known.filter((id) => !named.includes(id) && (isBroken(file) || isInvalid(file, folder, id)));
    const info = fileInfo(file, inTheirPlaces(named, kept, known));
    const isRunning = known.some((id) => this.#apps.get(id)?.wanted === true);
    this.#files.set(file.path, info);
    publish({ kind: 'file', file: info });
    for (const spec of file.apps) {
      const id = appId(folder, spec);
      const app = this.#apps.get(id);
      if (app === undefined) {
        this.#add(this.#options.create(id, spec, env), isRunning);
      } else {
        app.listed = true;
        app.update(spec, env);
      }
    }
    for (const id of known) if (!info.apps.includes(id)) this.#unlist(id);
    this.#arrange();
  }

  forgetFile(path: string): void {
    const file = this.#files.get(path);
    if (file === undefined) return;
    this.#files.delete(path);
    this.#options.publish({ kind: 'fileRemoved', path });
    for (const id of file.apps) this.#unlist(id);
    this.#arrange();
  }

  /** Takes over what somebody defined without a file: a new app, or another definition of the one of this name. */
  define(definition: Definition, spec: AppSpec, env: Environment): App {
    const id = appId(this.#options.folder, spec);
    const known = this.#apps.get(id);
    if (known !== undefined) {
      known.definition = definition;
      known.update(spec, env);
      return known;
    }
    const app = this.#options.create(id, spec, env);
    app.definition = definition;
    this.#add(app, false);
    return app;
  }

  /** An app that was defined without a file goes, as soon as it is stopped. */
  forget(app: App): void {
    this.#unlist(app.id);
  }

  /** To be called when an app may have come to rest: one that no file names goes then. */
  settle(app: App): void {
    if (app.listed || app.isUp || app.wanted || this.#apps.get(app.id) !== app) return;
    app.dispose();
    this.#apps.delete(app.id);
    this.#options.publish({ kind: 'appRemoved', id: app.id });
  }

  #arrange(): void {
    const files = byPath(this.#files.values());
    this.#files = new Map(files.map((file) => [file.path, file]));
    this.#apps = new Map(inPlaces(this.#apps.values(), files).map((app) => [app.id, app]));
  }

  #add(app: App, isNew: boolean): void {
    app.isNew = isNew && app.spec.autostart;
    this.#apps.set(app.id, app);
    this.#options.publish({ kind: 'app', app: app.info });
    for (const instance of app.instances)
      this.#options.publish({ kind: 'instance', instance: instance.info });
  }

  /** An app that still runs stays until it is stopped. */
  #unlist(id: string): void {
    const app = this.#apps.get(id);
    if (app === undefined) return;
    app.listed = false;
    this.#options.publish({ kind: 'app', app: app.info });
    this.settle(app);
  }
}

/** What a file names, with those `kept` of an earlier version after whom they followed there. */
function inTheirPlaces(
  named: readonly string[],
  kept: readonly string[],
  before: readonly string[],
): readonly string[] {
  const ids = [...named];
  for (const id of kept) {
    const predecessors = before.slice(0, before.indexOf(id));
    const last = predecessors.findLast((one) => ids.includes(one));
    ids.splice(last === undefined ? 0 : ids.indexOf(last) + 1, 0, id);
  }
  return ids;
}
