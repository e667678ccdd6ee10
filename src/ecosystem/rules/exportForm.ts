import { dirname, extname } from 'node:path';
import type { ExportStatement, SourceTree } from '../tree/sourceTree.ts';
import type { CheckedFile } from './checkedFile.ts';
import { firstLine } from './checkedFile.ts';
import { fix } from './edits.ts';
import type { Edit, Fix, Found, Rule } from './rule.ts';

export const jsonInScript: Rule = {
  code: 'json-in-script',
  severity: 'error',
  sentence:
    'This is JSON, and a {extension} file has to export what it holds. Put "{form}" in front, or call the file .json.',
  about:
    'A JavaScript file that is nothing but JSON is a syntax error, or exports nothing. Neither PM2 nor Drover can load it.',
  examples: [
    {
      file: 'ecosystem.config.js',
      bad: '{\n  "apps": [{ "name": "web", "script": "server.js" }]\n}\n',
      good: 'module.exports = {\n  "apps": [{ "name": "web", "script": "server.js" }]\n}\n',
    },
  ],
  *find(file) {
    const { exported, root, text } = file.tree;
    if (exported?.form !== 'bare' || root === null) return;
    const form = isModule(file) ? 'export default' : 'module.exports =';
    const edit = { start: root.start, end: root.start, newText: `${form} ` };
    const data = { extension: extname(file.path), form };
    yield { ...firstLine(root, text), data, fixes: fix('rewrite-export', { form }, [edit]) };
  },
};

export const moduleMismatch: Rule = {
  code: 'module-mismatch',
  severity: 'error',
  sentence: '{extension} files are {kind}, where "{written}" does not work. Write "{form}".',
  about:
    'Node takes a `.mjs` or `.mts` file for an ES module, which has no `module.exports`, and a `.cjs` file for CommonJS, which has no `export`. Neither PM2 nor Drover can load such a file.',
  examples: [
    {
      file: 'ecosystem.config.mjs',
      bad: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js' }],\n};\n",
      good: "export const apps = [{ name: 'web', script: 'server.js' }];\n",
    },
    {
      file: 'ecosystem.config.cjs',
      bad: "export const apps = [{ name: 'web', script: 'server.js' }];\n",
      good: "exports.apps = [{ name: 'web', script: 'server.js' }];\n",
    },
  ],
  *find({ tree, path }) {
    const { exported } = tree;
    if (exported === null || exported.form === 'bare' || exported.form === 're-export') return;
    const extension = extname(path);
    const isEs = isEsExport(tree, exported);
    if (/^\.m[jt]s$/.test(extension) && !isEs) {
      const [form, edits] = asModule(tree, exported);
      yield mismatch(tree, exported, { extension, kind: 'ES modules', form, edits });
    } else if (extension === '.cjs' && isEs) {
      const [form, edits] = asCommonJs(tree, exported);
      yield mismatch(tree, exported, { extension, kind: 'CommonJS', form, edits });
    }
  },
};

export const pm2Export: Rule = {
  code: 'pm2-export',
  severity: 'warning',
  sentence: 'PM2 finds no apps in this file, because {reason}. Drover reads it.',
  about:
    'PM2 takes the `apps` that a file hands out by `module.exports` or as a named export. It does not look at `export default`, does not call functions, and starts a TypeScript file as if it were the app itself. Drover reads all of these; the finding matters where others run the file with PM2.',
  examples: [
    {
      file: 'ecosystem.config.mjs',
      bad: "export default {\n  apps: [{ name: 'web', script: 'server.js' }],\n};\n",
      good: "export const apps = [{ name: 'web', script: 'server.js' }];\n",
    },
    {
      file: 'ecosystem.config.js',
      bad: "module.exports = () => ({\n  apps: [{ name: 'web', script: 'server.js' }],\n});\n",
      good: "module.exports = {\n  apps: [{ name: 'web', script: 'server.js' }],\n};\n",
    },
    {
      file: 'ecosystem.config.js',
      bad: "const config = { apps: [{ name: 'web', script: 'server.js' }] };\n\nexport default config;\n",
      good: "const config = { apps: [{ name: 'web', script: 'server.js' }] };\n\nmodule.exports = config;\n",
    },
  ],
  *find(file) {
    const { tree, path, facts } = file;
    const { exported } = tree;
    if (exported === null || exported.form === 'bare') return;
    const span = firstLine(exported, tree.text);
    const extension = extname(path);
    if (/^\.[cm]?ts$/.test(extension)) {
      yield { ...span, severity: 'info', data: { reason: 'it starts a TypeScript file as an app' } };
      return;
    }
    const isEs = isEsExport(tree, exported);
    if (extension === '.cjs' ? isEs : extension === '.mjs' && !isEs) return;
    if (exported.isFunction) {
      yield { ...span, data: { reason: 'it does not call functions' }, fixes: called(tree, exported) };
    } else if (exported.form === 'export default') {
      const isOwnFormat = extension === '.mjs' || facts.isModuleFolder(dirname(path)) !== false;
      const hasOthers = /^\s*(?:import\b(?!\s*\()|export\b(?!\s+default))/m.test(tree.text);
      const [form, edits] = isOwnFormat || hasOthers ? asModule(tree, exported) : asCommonJs(tree, exported);
      const data = { reason: 'it does not look at "export default"' };
      yield { ...span, data, fixes: edits === null ? [] : fix('rewrite-export', { form }, edits) };
    } else if (extension === '.js' && !isEs && facts.isModuleFolder(dirname(path)) === true) {
      const [form, edits] = asModule(tree, exported);
      const data = { reason: 'its package.json makes .js files ES modules, which have no "module.exports"' };
      yield { ...span, data, fixes: edits === null ? [] : fix('rewrite-export', { form }, edits) };
    }
  },
};

function mismatch(
  tree: SourceTree,
  exported: ExportStatement,
  facts: { extension: string; kind: string; form: string; edits: readonly Edit[] | null },
): Found {
  const { extension, kind, form, edits } = facts;
  const written = exported.form.replace('name', 'apps');
  const data = { extension, kind, form, written };
  const fixes = edits === null ? [] : fix('rewrite-export', { form }, edits);
  return { ...firstLine(exported, tree.text), data, fixes };
}

/** `export { config as "module.exports" }` is an ES export, too. */
function isEsExport({ text }: SourceTree, { start }: ExportStatement): boolean {
  return /^export\b(?!\s*=)/.test(text.slice(start));
}

function isModule({ path, facts }: CheckedFile): boolean {
  const extension = extname(path);
  if (extension === '.mjs' || extension === '.mts') return true;
  return (extension === '.js' || extension === '.ts') && facts.isModuleFolder(dirname(path)) === true;
}

type Rewrite = readonly [form: string, edits: readonly Edit[] | null];

/** What is exported, in a form that PM2 finds in an ES module. */
function asModule(tree: SourceTree, exported: ExportStatement): Rewrite {
  const { text, root } = tree;
  const value = exportedValue(text, exported);
  if (exported.isFunction || value === null) return ['export const apps', null];
  const apps = root?.kind === 'object' && root.properties.length === 1 ? root.properties[0] : undefined;
  const list = apps?.key.value === 'apps' && apps.separator !== null && !hasSpread(root) ? apps.value : null;
  const isInside = list !== null && list.start > value.start && list.end < value.end;
  const isWhole = root?.start === value.start && root.end === value.end;
  if (isInside && isWhole) {
    const newText = `export const apps = ${unindented(text.slice(list.start, list.end))};`;
    return ['export const apps', [{ start: exported.start, end: statementEnd(text, exported), newText }]];
  }
  const expression = text.slice(value.start, value.end);
  const isName = /^[A-Za-z_$][\w$]*$/.test(expression);
  const name = isName ? expression : 'ecosystem';
  const hand = `export { ${name} as 'module.exports' };`;
  const newText = isName ? hand : `const ${name} = ${expression};\n\n${hand}`;
  if (!isName && new RegExp(String.raw`\b${name}\b`).test(text.slice(0, exported.start)))
    return ['module.exports', null];
  return [
    "export { … as 'module.exports' }",
    [{ start: exported.start, end: statementEnd(text, exported), newText }],
  ];
}

function hasSpread(root: SourceTree['root']): boolean {
  return root?.kind === 'object' && root.isOpen;
}

/** The same in CommonJS. */
function asCommonJs({ text }: SourceTree, { start, form }: ExportStatement): Rewrite {
  const head = text.slice(start);
  const written =
    form === 'export default'
      ? /^export\s+default\s+(?!function|class|async\s+function)/.exec(head)?.[0]
      : /^export\s+(?:const|let|var)\s+(?:apps|pm2)\s*=\s*/.exec(head)?.[0];
  if (written === undefined) return ['module.exports', null];
  const name = /\b(apps|pm2)\s*=/.exec(written)?.[1];
  const newText = name === undefined ? 'module.exports = ' : `exports.${name} = `;
  return [newText.trim(), [{ start, end: start + written.length, newText }]];
}

/** The object that an arrow function gives back at once, in the place of the function. */
function called({ text, root }: SourceTree, exported: ExportStatement): readonly Fix[] {
  if (root === null) return [];
  const head = /^(module\.exports\s*=\s*)(?:async\s*)?\(\s*\)\s*=>\s*\(\s*$/.exec(
    text.slice(exported.start, root.start),
  )?.[1];
  const end = statementEnd(text, exported);
  if (head === undefined || !/^\s*\)\s*;?$/.test(text.slice(root.end, end))) return [];
  return fix('rewrite-export', { form: 'module.exports' }, [
    { start: exported.start + head.length, end: root.start, newText: '' },
    { start: root.end, end, newText: ';' },
  ]);
}

/** The expression behind `export default` or `module.exports =`; null where it is none of these. */
function exportedValue(
  text: string,
  exported: ExportStatement,
): { readonly start: number; readonly end: number } | null {
  const written = text.slice(exported.start, statementEnd(text, exported)).replace(/\s*;?\s*$/, '');
  const head = /^(?:export\s+default|module\.exports\s*=)\s*/.exec(written)?.[0];
  if (head === undefined || /^(?:async\s+)?(?:function|class)\b/.test(written.slice(head.length)))
    return null;
  return { start: exported.start + head.length, end: exported.start + written.length };
}

function statementEnd(text: string, { end }: ExportStatement): number {
  return text.charAt(end) === ';' ? end + 1 : end;
}

/** One level less, for what moves out of an object. */
function unindented(text: string): string {
  const last = /\n([ \t]+)\S*$/.exec(text)?.[1] ?? '';
  return last === '' ? text : text.replaceAll(`\n${last}`, '\n');
}
