import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isRecord } from './optionReader.ts';
import { parseJson } from './parse/parseJson.ts';

export interface FolderFacts {
  /** The folder's base name. */
  readonly folderName: string;
  /** The parsed package.json; null when there is none. */
  readonly packageJson: Readonly<Record<string, unknown>> | null;
  /** Paths of files that exist, relative to the folder with `/`. */
  readonly files: readonly string[];
}

const usualEntries = [
  'server.js',
  'src/server.js',
  'index.js',
  'src/index.js',
  'app.js',
  'main.js',
  'src/main.js',
  'server.ts',
  'src/server.ts',
  'src/index.ts',
  'index.ts',
  'bin/www',
];

/** The text of a first `ecosystem.config.js` for what a folder holds. */
export async function ecosystemFileFor(folder: string): Promise<string> {
  const packageText = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '');
  const parsed = parseJson(packageText);
  const packageJson = parsed.kind === 'value' && isRecord(parsed.value) ? parsed.value : null;
  const candidates = [
    ...usualEntries,
    ...[textOf(packageJson?.['main']) ?? [], startedFile(packageJson) ?? []].flat(),
  ];
  const files = candidates.filter((file) => existsSync(join(folder, file)));
  return ecosystemFileText({ folderName: basename(folder), packageJson, files: files.map(withoutDot) });
}

/** As `ecosystemFileFor`, from facts. In an ES module package it exports `apps` by name, which PM2 reads too. */
export function ecosystemFileText(facts: FolderFacts): string {
  const { packageJson, folderName } = facts;
  const name = textOf(packageJson?.['name'])?.replace(/^@[^/]+\//, '') ?? folderName;
  const { script, args } = guessProgram(facts);
  const app = [`name: ${quote(name)},`, `script: ${quote(script)},`];
  if (args === null) app.push('instances: 2,', "exec_mode: 'cluster',");
  else app.push(`args: ${quote(args)},`);
  app.push('env: {', "  NODE_ENV: 'development',", '},');
  const list = ['{', ...indent(app), '},'];
  const lines =
    packageJson?.['type'] === 'module'
      ? ['export const apps = [', ...indent(list), '];']
      : ['module.exports = {', ...indent(['apps: [', ...indent(list), '],']), '};'];
  return `${lines.join('\n')}\n`;
}

function guessProgram({ packageJson, files }: FolderFacts): {
  readonly script: string;
  readonly args: string | null;
} {
  const exists = new Set(files);
  const start = startScript(packageJson);
  const started = startedFile(packageJson);
  const written = textOf(packageJson?.['main']);
  const main = written === undefined ? undefined : withoutDot(written);
  for (const candidate of [started, main, ...usualEntries]) {
    if (candidate !== undefined && exists.has(candidate)) return { script: candidate, args: null };
  }
  if (start !== undefined) return { script: 'npm', args: 'start' };
  return { script: started ?? main ?? 'server.js', args: null };
}

function startScript(packageJson: FolderFacts['packageJson']): string | undefined {
  const scripts = packageJson?.['scripts'];
  return isRecord(scripts) ? textOf(scripts['start']) : undefined;
}

/** `server.js` of `"start": "node ./server.js"`. */
function startedFile(packageJson: FolderFacts['packageJson']): string | undefined {
  return /^node\s+(?:\.\/)?([^\s-]\S*)$/.exec(startScript(packageJson)?.trim() ?? '')?.[1];
}

function withoutDot(path: string): string {
  return path.replace(/^\.\//, '');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
