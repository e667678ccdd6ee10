import { basename, dirname, extname, isAbsolute, join, relative } from 'node:path';
import type { AppSpec } from '../appSpec.ts';
import { isNode } from '../interpreterFor.ts';
import { suggest } from '../suggest.ts';
import type { Node, ObjectNode, Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import { anchorOf, isCertain, optionOf } from './checkedFile.ts';
import { fix, replaceValue } from './edits.ts';
import type { FileFacts } from './fileFacts.ts';
import type { Fix, Rule, Severity } from './rule.ts';

export const cwdMissing: Rule = {
  code: 'cwd-missing',
  severity: 'error',
  about:
    'The folder in `cwd` does not exist, so the app cannot start. A relative one starts at the folder of the ecosystem file, in PM2 at the folder of the shell.',
  examples: [
    {
      file: 'ecosystem.json',
      bad: '{ "apps": [{ "name": "web", "script": "server.js", "cwd": "./serber" }] }',
      good: '{ "apps": [{ "name": "web", "script": "server.js", "cwd": "./server" }] }',
      facts: { files: ['/shop/server/server.js'] },
    },
  ],
  *find({ tree, apps, facts }) {
    for (const { entry, spec } of apps) {
      if (spec === null || !isCertain(entry.node, 'cwd')) continue;
      const { cwd } = spec;
      const kind = facts.kindOf(cwd);
      if (kind === undefined || kind === 'folder') continue;
      const node = optionOf(entry.node, 'cwd')?.value ?? null;
      if (node === null) continue;
      yield { ...place(entry.node, node, tree.text), data: { cwd }, fixes: nearby(tree, node, cwd, facts) };
    }
  },
};

export const scriptMissing: Rule = {
  code: 'script-missing',
  severity: 'error',
  about:
    'The file in `script` does not exist, so the app cannot start. A relative one starts at `cwd`, or at the folder of the ecosystem file. It is a warning where the file is below a folder that a build makes (`dist`, `build`, `out`, …).',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: './srever.js' }],\n};\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: './server.js' }],\n};\n",
      facts: { files: ['/shop/server.js'] },
    },
  ],
  *find({ tree, apps, facts }) {
    for (const { entry, spec } of apps) {
      if (spec === null || spec.shell || !isCertain(entry.node, 'script', 'cwd', 'args', 'interpreter'))
        continue;
      const { script, cwd } = spec;
      if (!isAbsolute(script) || facts.kindOf(cwd) !== 'folder' || !isMissing(spec, facts)) continue;
      const node = optionOf(entry.node, 'script')?.value ?? null;
      const severity: Severity = isBuilt(relative(cwd, script)) ? 'warning' : 'error';
      // Of `node server.js` the file is but a part.
      const isWhole = node?.kind === 'string' && basename(node.value) === basename(script);
      const fixes = isWhole ? nearby(tree, node, script, facts) : [];
      yield { ...place(entry.node, node, tree.text), severity, data: { script, base: cwd }, fixes };
    }
  },
};

export const programMissing: Rule = {
  code: 'program-missing',
  severity: 'warning',
  sentence: '"{program}" was not found. Install it, or write its full path.',
  about:
    'The `interpreter`, or the command in `script`, is not on the PATH that this check has, or is a path at which nothing stands. The app cannot start unless the PATH of its shell has more.',
  examples: [
    {
      file: 'ecosystem.yaml',
      bad: 'apps:\n  - name: api\n    script: api.py\n    interpreter: /opt/pyton/bin/python3\n',
      good: 'apps:\n  - name: api\n    script: api.py\n    interpreter: /opt/python/bin/python3\n',
      facts: { files: ['/shop/api.py', '/opt/python/bin/python3'] },
    },
  ],
  *find({ tree, apps, facts, path }) {
    for (const { entry, spec } of apps) {
      if (spec === null || spec.shell || !isCertain(entry.node, 'interpreter', 'script', 'args', 'cwd'))
        continue;
      const option = programOf(spec);
      if (option === null) continue;
      const { name, program } = option;
      const isPath = /[\\/]/.test(program);
      const file = isAbsolute(program)
        ? program
        : join(name === 'script' ? spec.cwd : dirname(path), program);
      if (isPath ? facts.kindOf(file) !== null : facts.isOnPath(program) !== false) continue;
      if (!isPath && (isLocal(spec, program, facts) || facts.kindOf(file) === 'file')) continue;
      const node = optionOf(entry.node, name)?.value ?? null;
      yield { ...place(entry.node, node, tree.text), data: { program } };
    }
  },
};

export const envFileMissing: Rule = {
  code: 'env-file-missing',
  severity: 'warning',
  sentence:
    'The env_file "{path}" does not exist, so its variables are missing. Relative paths start at {base}.',
  about:
    'The file in `env_file` does not exist. The app is started without its variables. Relative paths start at the folder of the ecosystem file, and then at `cwd`.',
  examples: [
    {
      file: 'ecosystem.toml',
      bad: '[[apps]]\nname = "web"\nscript = "server.js"\nenv_file = ".env.prodution"\n',
      good: '[[apps]]\nname = "web"\nscript = "server.js"\nenv_file = ".env.production"\n',
      facts: { files: ['/shop/server.js', '/shop/.env.production'] },
    },
  ],
  *find({ tree, apps, facts, path }) {
    const base = dirname(path);
    for (const { entry, spec } of apps) {
      if (spec === null || !isCertain(entry.node, 'env_file', 'cwd')) continue;
      const value = optionOf(entry.node, 'env_file')?.value;
      const nodes = value?.kind === 'array' ? value.items : value?.kind === 'string' ? [value] : [];
      for (const [index, file] of spec.envFiles.entries()) {
        const node = nodes[index];
        if (node?.kind !== 'string') continue;
        const places = [file, join(spec.cwd, relative(base, file))];
        if (places.some((one) => facts.kindOf(one) !== null)) continue;
        const { start, end } = node;
        yield { start, end, data: { path: node.value, base }, fixes: nearby(tree, node, file, facts) };
      }
    }
  },
};

/** The program that has to be on the machine, and the option that names it; null where there is none to look for. */
function programOf(
  spec: AppSpec,
): { readonly name: 'interpreter' | 'script'; readonly program: string } | null {
  const { interpreter, script } = spec;
  if (interpreter === 'none' || interpreter === null) {
    return isAbsolute(script) ? null : { name: 'script', program: script };
  }
  // `node@20` and `v20` are looked for among the installed versions.
  if (/@|^v\d/.test(interpreter)) return null;
  return { name: 'interpreter', program: interpreter };
}

/** What npm has put below node_modules. */
function isLocal({ cwd }: AppSpec, program: string, facts: FileFacts): boolean {
  for (let at = cwd; ; at = dirname(at)) {
    if (facts.kindOf(join(at, 'node_modules', '.bin', program)) === 'file') return true;
    if (dirname(at) === at) return false;
  }
}

function isMissing({ script, interpreter, cwd }: AppSpec, facts: FileFacts): boolean {
  const mayBeNode = interpreter === null || isNode(interpreter);
  const endings = mayBeNode ? ['', '.js', '.cjs', '.mjs', '.json'] : [''];
  if (endings.some((ending) => facts.kindOf(script + ending) !== null)) return false;
  return dirname(script) !== cwd || facts.isOnPath(basename(script)) === false;
}

function isBuilt(path: string): boolean {
  return /(?:^|[\\/])(?:dist|build|out|output|lib|bin|target|release|\.next|\.output|\.nuxt|\.svelte-kit)[\\/]/.test(
    path,
  );
}

function place(app: ObjectNode, node: Node | null, text: string): Span {
  const { start, end } = node ?? anchorOf(app, text);
  return { start, end };
}

/** The name beside a missing one that it was mistyped for. */
function nearby(tree: SourceTree, node: Node | null, path: string, facts: FileFacts): readonly Fix[] {
  if (node?.kind !== 'string') return [];
  const wanted = basename(path);
  const names = facts.namesIn(dirname(path)).filter((name) => extname(name) === extname(wanted));
  const near = suggest(wanted, names);
  const written = node.value.replace(/[\\/]+$/, '');
  if (near === undefined || !written.endsWith(wanted)) return [];
  const script = written.slice(0, -wanted.length) + near;
  return fix('use-script', { script }, [replaceValue(tree, node, script)]);
}
