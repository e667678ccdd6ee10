import { Option } from 'commander';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Dialect } from '../../ecosystem/appSpec.ts';
import { discoverEcosystemFiles } from '../../ecosystem/discover.ts';
import { check as findIn } from '../../ecosystem/rules/check.ts';
import { describeFinding, describeFix } from '../../ecosystem/rules/describeFinding.ts';
import { diskFacts } from '../../ecosystem/rules/diskFacts.ts';
import type { Fix, Severity } from '../../ecosystem/rules/rule.ts';
import { positionsIn } from '../../ecosystem/textPosition.ts';
import { languageOf, parseTree } from '../../ecosystem/tree/parseTree.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { Colour } from '../colours.ts';
import { painterFor } from '../colours.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import { ruleSetting } from '../ruleSetting.ts';
import type { CommandLine } from '../commandLine.ts';
import { wholeNumber } from '../options.ts';

export interface CheckOptions {
  readonly json: boolean;
  /** Whether hints are shown as well; they are always in the JSON document. */
  readonly hints: boolean;
  /** So many warnings are fine; null for any number. */
  readonly maxWarnings: number | null;
  /** By rule code. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  readonly dialect: Dialect | 'auto';
}

/** A finding as `--json` has it; lines and columns count from 1, offsets from 0. */
interface Report {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly fixes: readonly (Pick<Fix, 'edits' | 'isPreferred'> & { readonly title: string })[];
}

/**
 * Says what is wrong with ecosystem files, or with all below the current folder, without a supervisor and without
 * running them. 1 with errors, or with more warnings than are fine.
 */
export async function check(world: World, names: readonly string[], options: CheckOptions): Promise<0 | 1> {
  const files = await filesFor(world.cwd, names);
  if (files.length === 0) throw new UserError(`There is no ecosystem file in ${world.cwd} or below.`);
  const reports: Report[] = [];
  for (const file of files) reports.push(...(await reportsOn(file, world, options)));
  if (options.json) world.stdout.write(`${JSON.stringify(reports, undefined, 2)}\n`);
  else print(world, reports, { ...options, files: files.length });
  const isFine =
    countOf(reports, 'error') === 0 && countOf(reports, 'warning') <= (options.maxWarnings ?? Infinity);
  return isFine ? 0 : 1;
}

/** Absolute paths, each once. A folder stands for all ecosystem files below it. */
async function filesFor(cwd: string, names: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    (names.length === 0 ? ['.'] : names).map(async (name) => {
      const file = path.resolve(cwd, name);
      const isFolder = await stat(file).then(
        (facts) => facts.isDirectory(),
        // What is wrong with it is told when it is read.
        () => false,
      );
      if (isFolder) return await discoverEcosystemFiles(file, { patterns: [] });
      if (languageOf(file) !== null) return [file];
      throw new UserError(
        `"${name}" is no ecosystem file: these are JSON, YAML, TOML, JavaScript or TypeScript.`,
        2,
      );
    }),
  );
  return [...new Set(found.flat())];
}

async function reportsOn(
  file: string,
  { cwd, env }: World,
  { rules, dialect }: CheckOptions,
): Promise<readonly Report[]> {
  const shown = path.relative(cwd, file) || file;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    return [unreadable(shown, file, error)];
  }
  const at = positionsIn(text);
  const settings = { dialect, rules };
  return findIn(parseTree(file, text), { path: file, facts: diskFacts(env), settings }).map((finding) => {
    const [start, end] = [at(finding.start), at(finding.end)];
    return {
      file: shown,
      ...start,
      endLine: end.line,
      endColumn: end.column,
      severity: finding.severity,
      code: finding.code,
      message: describeFinding(finding),
      fixes: finding.fixes.map((fix) => {
        const { edits, isPreferred } = fix;
        return { title: describeFix(fix), isPreferred, edits };
      }),
    };
  });
}

function unreadable(shown: string, file: string, error: unknown): Report {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  const code = isMissing ? 'file-missing' : 'file-unreadable';
  const reason = error instanceof Error ? error.message : String(error);
  const message = describeProblem({ code, data: { path: file, reason } });
  const place = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { file: shown, ...place, severity: 'error', code, message, fixes: [] };
}

const colours: Readonly<Record<Severity, Colour>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
  hint: 'brightBlack',
};

function print(
  { stdout, env }: World,
  reports: readonly Report[],
  { hints, files }: { readonly hints: boolean; readonly files: number },
): void {
  const paint = painterFor(stdout, env);
  for (const { file, line, column, severity, code, message } of reports) {
    if (severity === 'hint' && !hints) continue;
    const place = `${file}:${line}:${column}`;
    stdout.write(`${place} ${paint(colours[severity], severity)} ${paint('brightBlack', code)} ${message}\n`);
  }
  const counts = `${counted(countOf(reports, 'error'), 'error')} and ${counted(countOf(reports, 'warning'), 'warning')}`;
  stdout.write(`${counts} in ${counted(files, 'file')}.\n`);
}

function countOf(reports: readonly Report[], severity: Severity): number {
  return reports.filter((report) => report.severity === severity).length;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

interface CheckFlags extends Omit<CheckOptions, 'rules' | 'maxWarnings'> {
  readonly rule: CheckOptions['rules'];
  readonly maxWarnings?: number;
}

export function addCheck({ program, world, run }: CommandLine): void {
  program
    .command('check')
    .description('say what is wrong with ecosystem files (all in the folder and below when none is named)')
    .argument('[file...]', 'ecosystem files, or folders with some')
    .option('--json', 'print one JSON document', false)
    .option('--hints', 'show hints as well', false)
    .option('--max-warnings <n>', 'fail when there are more warnings', wholeNumber)
    .option('--rule <code=severity>', 'off, hint, info, warning or error for a rule', ruleSetting, {})
    .addOption(
      new Option('--dialect <tool>', 'whose files JSON and YAML are where they do not tell')
        .choices(['auto', 'pm2', 'pmdaemon'])
        .default('auto'),
    )
    .action((files: string[], { rule: rules, maxWarnings, ...options }: CheckFlags) =>
      run(check(world, files, { ...options, rules, maxWarnings: maxWarnings ?? null })),
    );
}
