import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { AppSpec } from './appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import { parseEnvFile } from './parseEnvFile.ts';

/** The variables of an app's .env files, later files over earlier ones. */
export function readEnvFiles(spec: Pick<AppSpec, 'name' | 'file' | 'cwd' | 'envFiles'>): {
  readonly env: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
} {
  const env: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const written of spec.envFiles) {
    const path = locate(written, spec);
    try {
      Object.assign(env, parseEnvFile(readFileSync(path, 'utf8')));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const reason =
        code === 'ENOENT' ? 'it does not exist' : error instanceof Error ? error.message : String(error);
      problems.push({
        code: 'env-file-unreadable',
        data: { path, reason },
        severity: 'warning',
        app: spec.name,
        ...(spec.file === null ? {} : { file: spec.file }),
      });
    }
  }
  return { env, problems };
}

/** Paths start at the ecosystem file's folder; one that is only below `cwd` is meant to be there. */
function locate(path: string, { file, cwd }: Pick<AppSpec, 'file' | 'cwd'>): string {
  if (file === null || existsSync(path)) return path;
  const below = join(cwd, relative(dirname(file), path));
  return existsSync(below) ? below : path;
}
