import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../protocol/model.ts';
import type { Dialect, EcosystemFile } from './appSpec.ts';
import { detectDialect } from './detectDialect.ts';
import { evaluateConfig } from './evaluateConfig.ts';
import { normaliseEcosystem } from './normalise.ts';
import { isTooDeep, tooDeep } from './parse/nesting.ts';
import { parseText } from './parse/parseText.ts';
import type { ConfigRunner } from './runConfig.ts';

/** What runs a config file, and what is to be said about it; null with problems when nothing can. */
export interface FoundRunner {
  readonly runner: ConfigRunner | null;
  readonly problems: readonly Problem[];
}

export interface ReadOptions {
  /** What JSON and YAML files are when their content does not tell. */
  readonly dialect: Dialect | 'auto';
  /** Asked for files that have to be run only: finding a Node takes time. */
  readonly findRunner: (path: string) => Promise<FoundRunner>;
}

/**
 * Reads an ecosystem file of any kind. Never rejects for what the file holds: what is wrong comes as problems,
 * with line and column where they are known.
 */
export async function readEcosystemFile(
  path: string,
  { dialect, findRunner }: ReadOptions,
): Promise<EcosystemFile> {
  const failed = (problem: Omit<Problem, 'severity' | 'file'>): EcosystemFile => ({
    path,
    dialect: detectDialect(path, undefined, dialect),
    apps: [],
    problems: [{ ...problem, severity: 'error', file: path }],
  });
  let text: string;
  try {
    text = await readWhenFilled(path);
  } catch (error) {
    const code = reasonOf(error) === missing ? 'file-missing' : 'file-unreadable';
    return failed({ code, data: { path, reason: reasonOf(error) } });
  }
  const parse = parseText(extname(path));
  if (parse === null) {
    if (isBlankSource(text)) return failed({ code: 'file-empty', data: {}, line: 1, column: 1 });
    const { value, problems } = await evaluate(path, await findRunner(path));
    if (isTooDeep(value)) return failed({ code: 'file-syntax', data: { message: tooDeep } });
    const kind = detectDialect(path, value, dialect);
    if (problems.some(({ severity }) => severity === 'error'))
      return { path, dialect: kind, apps: [], problems };
    const normalised = normaliseEcosystem(value, { path, dialect: kind });
    return { path, dialect: kind, apps: normalised.apps, problems: [...problems, ...normalised.problems] };
  }
  const parsed = parse(text);
  if (parsed.kind === 'empty') return failed({ code: 'file-empty', data: {}, line: 1, column: 1 });
  if (parsed.kind === 'error')
    return failed({ code: 'file-syntax', data: { message: parsed.message }, ...parsed.position });
  if (isTooDeep(parsed.value)) return failed({ code: 'file-syntax', data: { message: tooDeep } });
  const kind = detectDialect(path, parsed.value, dialect);
  return {
    path,
    dialect: kind,
    ...normaliseEcosystem(parsed.value, { path, dialect: kind, locate: parsed.locate }),
  };
}

/** Most editors empty a file before they fill it. */
const fillMs = 50;

/** One that was met in the moment between is read once more. */
async function readWhenFilled(path: string): Promise<string> {
  const text = await readFile(path, 'utf8');
  if (text !== '') return text;
  await pause(fillMs);
  return readFile(path, 'utf8');
}

async function evaluate(
  path: string,
  { runner, problems }: FoundRunner,
): Promise<{ readonly value: unknown; readonly problems: readonly Problem[] }> {
  if (runner === null) return { value: undefined, problems };
  const evaluated = await evaluateConfig(path, runner);
  return { value: evaluated.value, problems: [...problems, ...evaluated.problems] };
}

const missing = 'it does not exist';

function isBlankSource(text: string): boolean {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|\uFEFF/g, '').trim() === '';
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return missing;
  if (code === 'EACCES') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}
