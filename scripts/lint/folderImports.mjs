import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = fileURLToPath(new URL('../../src', import.meta.url));

/** What each folder of src/ may import from the others. A folder that is not listed may import nothing. */
const allowed = {
  protocol: [],
  ecosystem: ['protocol'],
  client: ['protocol'],
  supervisor: ['protocol', 'ecosystem'],
  language: ['protocol', 'ecosystem'],
  cli: ['protocol', 'ecosystem', 'client'],
  extension: ['protocol', 'ecosystem', 'client'],
  runtime: ['protocol'],
  monitor: ['protocol'],
};

/** What finds, starts and speaks to a supervisor: client/api.ts alone hands it to the command line. */
const connecting = new Set(
  ['clientConnection', 'connect', 'joinLive', 'launchSupervisor', 'openSession', 'session'].map((name) =>
    resolve(source, 'client', `${name}.ts`),
  ),
);

/** These end up where the other folders' code must not be: only types may come in. */
const typesOnly = new Set(['runtime', 'monitor']);
/** These run on user's Nodes or in browsers, or describe data only: no npm packages. */
const noPackages = new Set(['protocol', 'runtime']);

function topFolder(file) {
  return relative(source, file).split(sep)[0];
}

function problemOf(file, specifier, isType) {
  const from = topFolder(file);
  if (specifier === 'vscode') return from === 'extension' ? undefined : `Only extension/ imports vscode.`;
  if (specifier.startsWith('node:')) {
    return from === 'protocol' ? 'protocol/ imports nothing.' : undefined;
  }
  if (!specifier.startsWith('.')) {
    return noPackages.has(from) ? `${from}/ has no dependencies.` : undefined;
  }
  const target = resolve(dirname(file), specifier);
  if (relative(source, target).startsWith('..')) return 'src/ imports nothing from outside src/.';
  const to = topFolder(target);
  if (to === from) return undefined;
  if (!allowed[from]?.includes(to)) return `${from}/ must not import ${to}/.`;
  if (from === 'cli' && !isType && connecting.has(target)) return 'cli/ connects by client/api.ts alone.';
  return typesOnly.has(from) && !isType ? `${from}/ imports only types from ${to}/.` : undefined;
}

/** The direction of imports between the folders of src/; see "Where does it go" in CONTRIBUTING.md. */
export const folderImports = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const check = (node, isType) => {
      if (typeof node.source?.value !== 'string') return;
      const message = problemOf(context.filename, node.source.value, isType);
      if (message !== undefined) context.report({ node, message });
    };
    const isTypeOnly = (node, kind) =>
      node[kind] === 'type' ||
      (node.specifiers?.length > 0 && node.specifiers.every((specifier) => specifier[kind] === 'type'));
    return {
      ImportDeclaration: (node) => check(node, isTypeOnly(node, 'importKind')),
      ExportNamedDeclaration: (node) => check(node, isTypeOnly(node, 'exportKind')),
      ExportAllDeclaration: (node) => check(node, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, false),
      TSImportType: (node) => check(node, true),
    };
  },
};
