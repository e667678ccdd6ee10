import type { RunningApp } from '../ecosystem/features/featureFacts.ts';
import type { KnownApp } from '../protocol/languageServer.ts';

/** The apps that supervisors know, as the window told last. */
export class KnownApps {
  #byFile: ReadonlyMap<string, readonly RunningApp[]> = new Map();

  replace(apps: readonly KnownApp[]): void {
    const byFile = new Map<string, RunningApp[]>();
    for (const { file, app, instances } of apps) {
      const list = byFile.get(file) ?? [];
      byFile.set(file, list);
      list.push({ ...app, instances, env: null });
    }
    this.#byFile = byFile;
  }

  of(file: string): readonly RunningApp[] {
    return this.#byFile.get(file) ?? [];
  }
}
