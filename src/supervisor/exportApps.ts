import { availableParallelism } from 'node:os';
import { exportedApp } from '../ecosystem/export/exportedApp.ts';
import { appDocument } from '../ecosystem/export/readDocument.ts';
import type { Result } from '../protocol/contract.ts';
import type { App } from './app.ts';

/** What each app is by its file, with this profile or none. */
export function exportApps(apps: readonly App[], profile: string | null): Result<'apps/specs'> {
  const cpus = availableParallelism();
  const exported = apps.map(({ id, design }) => {
    const { shellEnv } = design.wishes;
    const { app, problems } = exportedApp(design.newest, { shellEnv, cpus, profile });
    return { document: appDocument(id, app), problems };
  });
  return {
    apps: exported.map(({ document }) => document),
    problems: exported.flatMap(({ problems }) => problems),
  };
}
