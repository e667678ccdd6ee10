import { pathIn } from './folderFiles.ts';
import type { FolderFiles } from './folderFiles.ts';
import { portOf } from './project.ts';

/** What the text of a JavaScript or TypeScript program gives away. */
export interface SourceFacts {
  readonly listens: boolean;
  /** The port that is written in it. */
  readonly port: number | null;
  readonly readsPort: boolean;
  readonly makesCluster: boolean;
  /** Whose own functions it calls. */
  readonly engine: 'bun' | 'deno' | null;
}

const portVariable = String.raw`(?:process\.env|Bun\.env|import\.meta\.env|env)(?:\.PORT\b|\[['"]PORT['"]\])`;

const writtenPorts = [
  new RegExp(String.raw`${portVariable}\s*\)?\s*(?:\|\||\?\?)\s*\(?['"]?(\d{2,5})`),
  /\bPORT\s*(?::\s*\w+\s*)?=\s*['"]?(\d{2,5})\b/,
  /\.listen\(\s*\{[^{}]*?\bport\s*:\s*(\d{2,5})\b/,
  /\.listen\(\s*['"]?(\d{2,5})\b/,
  /\bserve\([^;]{0,400}?\bport\s*:\s*(\d{2,5})\b/,
  /\bport\s*(?::\s*number\s*)?=\s*['"]?(\d{2,5})\b/i,
];

/** Reads nothing but the text: what it says in comments does not count. */
export function sourceFacts(text: string): SourceFacts {
  // An open comment goes to the end: to look for its end from each of many would take for ever.
  const source = text.replace(/\/\*[^]*?(?:\*\/|$(?![^]))|(^|[\s;{}(,])\/\/.*$/gm, '$1');
  const written = writtenPorts.map((pattern) => portOf(pattern.exec(source)?.[1]));
  return {
    listens: /\.listen\s*\(|\b(?:Bun|Deno)\.serve\s*\(|(?<![.\w])serve\s*\(\s*(?:\{|app\b)/.test(source),
    port: written.find((port) => port !== null) ?? null,
    readsPort:
      new RegExp(portVariable).test(source) ||
      /\bPORT\b[^;=]{0,80}\}\s*=\s*process\.env|env\.get\(\s*['"]PORT['"]/.test(source),
    makesCluster:
      /(?:require\(\s*|from\s*|import\s+)['"](?:node:)?cluster['"]/.test(source) &&
      /\bfork\s*\(/.test(source),
    engine: /\bDeno\.\w/.test(source) ? 'deno' : /\bBun\.\w|['"]bun['"]/.test(source) ? 'bun' : null,
  };
}

const endings = ['', '.js', '.ts', '.mjs', '.cjs', '/index.js', '/index.ts'];
const mostImports = 8;

/** Facts of a program; where it does not listen by itself, with those of the modules beside it that it imports. */
export async function programFacts(files: FolderFiles, path: string, text: string): Promise<SourceFacts> {
  const own = sourceFacts(text);
  if (own.listens || own.makesCluster) return own;
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  const imports = [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)['"](\.[^'"\n]*)['"]/g)];
  for (const [, name = ''] of imports.slice(0, mostImports)) {
    const imported = await readModule(files, pathIn(folder, name));
    const facts = imported === null ? null : sourceFacts(imported);
    if (facts?.listens !== true) continue;
    return { ...facts, port: own.port ?? facts.port, readsPort: own.readsPort || facts.readsPort };
  }
  return own;
}

async function readModule(files: FolderFiles, path: string | null): Promise<string | null> {
  if (path === null) return null;
  for (const ending of endings) {
    const text = await files.readText(path + ending);
    if (text !== null) return text;
  }
  // TypeScript imports are often written with the name of what they become.
  return /\.[cm]?js$/.test(path) ? files.readText(path.replace(/js$/, 'ts')) : null;
}
