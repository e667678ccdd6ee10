import { isRecord } from '../optionReader.ts';
import { parseJson } from '../parse/parseJson.ts';
import type { Project } from './project.ts';
import { readIn } from './project.ts';

/** What is used of a package.json; wrong values count as absent. */
export interface PackageJson {
  /** Without its scope. */
  readonly name: string | null;
  readonly isModule: boolean;
  readonly main: string | null;
  /** Paths of its commands, by name. */
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  /** Names of what it depends on, also to be developed. */
  readonly dependencies: ReadonlySet<string>;
  /** Globs of the packages below it; null when it has none. */
  readonly workspaces: readonly string[] | null;
}

/** The package.json of a project; null without one that can be read. */
export async function readPackageJson(project: Project): Promise<PackageJson | null> {
  const text = await readIn(project, 'package.json');
  const value = text === null ? null : recordOf(text);
  if (value === null) return null;
  const name = textOf(value['name'])?.replace(/^@[^/]+\//, '') ?? null;
  const workspaces = isRecord(value['workspaces']) ? value['workspaces']['packages'] : value['workspaces'];
  const bin = value['bin'];
  return {
    name,
    isModule: value['type'] === 'module',
    main: textOf(value['main']) ?? null,
    bin: typeof bin === 'string' ? { [name ?? project.label]: bin } : textsOf(bin),
    scripts: textsOf(value['scripts']),
    dependencies: new Set(
      [value['dependencies'], value['devDependencies']].flatMap((some) => Object.keys(textsOf(some))),
    ),
    workspaces: Array.isArray(workspaces)
      ? workspaces.filter((glob): glob is string => typeof glob === 'string')
      : null,
  };
}

/** The object that a JSON text holds, with or without comments; null for anything else. */
export function recordOf(text: string): Readonly<Record<string, unknown>> | null {
  const parsed = parseJson(text);
  return parsed.kind === 'value' && isRecord(parsed.value) ? parsed.value : null;
}

/** Those properties of an object whose values are texts. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
