import { isRecord } from '../optionReader.ts';
import { parseToml } from '../parse/parseToml.ts';
import type { Project } from './project.ts';
import { hasFile, join, readIn } from './project.ts';
import { propose, toName, usualInstances } from './proposal.ts';
import type { Proposal } from './proposal.ts';
import { inEnvironment } from './pythonRunner.ts';

/** Files that say what a Python project depends on. */
export const pythonFiles = ['pyproject.toml', 'requirements.txt', 'Pipfile', 'setup.py', 'manage.py'];

/** Without one of these in a project's files it has no web app that could be told. */
const frameworks =
  /\b(?:fastapi|starlette|litestar|quart|flask|django|uvicorn|gunicorn|hypercorn|connexion|falcon)\b/i;
const asyncApps = 'FastAPI|Starlette|Litestar|Quart|AsyncApp';
const appObject = new RegExp(
  String.raw`^([A-Za-z_]\w*)[ \t]*(?::[ \t]*[\w.]+[ \t]*)?=[ \t]*(?:\w+\.)?(${asyncApps}|Flask|FlaskApp)\(`,
  'm',
);
const mostFiles = 200;

/** The web apps of a Python project: FastAPI, Flask, Django and their like, with the server that it depends on. */
export async function pythonApps(project: Project): Promise<readonly Proposal[]> {
  const needs = await requirements(project);
  if (!frameworks.test(needs) && !hasFile(project, 'manage.py')) return [];
  const name = toName((await projectName(project)) ?? project.label);
  const found: Proposal[] = [];
  const django = hasFile(project, 'manage.py') ? await djangoApp(project, needs, name) : null;
  if (django !== null) found.push(django);
  for (const file of await sourceFiles(project)) {
    const match = appObject.exec((await readIn(project, file)) ?? '');
    if (match === null) continue;
    const [, object = '', kind = ''] = match;
    const isAsync = new RegExp(`^(?:${asyncApps})$`).test(kind);
    const served = isAsync ? asyncServer(needs) : /\bgunicorn\b/i.test(needs) ? 'gunicorn' : 'flask';
    const words = await serverWords(project, { file, object, served });
    found.push({
      ...words,
      name: found.length === 0 ? name : toName(name, moduleOf(file).split('.').at(-1) ?? ''),
      reason: { code: 'python-app', data: { file: join(project.at, file), name: `${object} = ${kind}(…)` } },
      // Further ones are mostly parts of the first, or examples.
      isPreselected: found.length === 0,
    });
  }
  return found;
}

async function serverWords(
  project: Project,
  { file, object, served }: { readonly file: string; readonly object: string; readonly served: string },
): Promise<Proposal> {
  const { folder, module } = await importOf(project, file);
  const run = await inEnvironment(project, served);
  const shared = {
    name: '',
    cwd: project.at,
    script: run.script,
    reason: { code: 'python-app', data: { file } },
  } as const;
  const rest = { envFile: project.envFile, isServer: true, portSource: 'args' } as const;
  if (served === 'flask') {
    const path = folder === null ? module : `${folder}/${module.replaceAll('.', '/')}`;
    const args = [...run.args, '--app', `${path}:${object}`, 'run', '--port', '{PORT}'];
    return propose({ ...shared, ...rest, args, port: project.envPort ?? 5000 });
  }
  const folderFlag = served === 'uvicorn' ? '--app-dir' : served === 'gunicorn' ? '--pythonpath' : null;
  const flags = folder === null || folderFlag === null ? [] : [folderFlag, folder];
  return propose({
    ...shared,
    ...rest,
    args: [...run.args, ...flags, `${module}:${object}`],
    instances: usualInstances,
    port: project.envPort ?? 8000,
  });
}

function asyncServer(needs: string): string {
  return ['uvicorn', 'hypercorn'].find((name) => needs.includes(name)) ?? 'uvicorn';
}

async function djangoApp(project: Project, needs: string, name: string): Promise<Proposal> {
  const manage = (await readIn(project, 'manage.py')) ?? '';
  const settings = /DJANGO_SETTINGS_MODULE['"]\s*,\s*['"]([\w.]+)['"]/.exec(manage)?.[1];
  const site = settings?.split('.')[0];
  const reason = { code: 'django', data: { file: join(project.at, 'manage.py') } } as const;
  const shared = { name, reason, cwd: project.at, envFile: project.envFile, isServer: true } as const;
  const port = project.envPort ?? 8000;
  const served = [
    ['gunicorn', 'wsgi'],
    ['uvicorn', 'asgi'],
  ].find(([server = '']) => needs.includes(server));
  const [server, gateway] = served ?? [];
  if (
    server !== undefined &&
    site !== undefined &&
    (await readIn(project, `${site}/${gateway ?? ''}.py`)) !== null
  ) {
    const run = await inEnvironment(project, server);
    const args = [...run.args, `${site}.${gateway ?? ''}:application`];
    return propose({
      ...shared,
      script: run.script,
      args,
      instances: usualInstances,
      port,
      portSource: 'args',
    });
  }
  const python = await inEnvironment(project, 'python');
  const [script, before] =
    python.script === 'python' ? ['manage.py', []] : [python.script, [...python.args, 'manage.py']];
  // Drover restarts it when files change; its own reloader would do so a second time.
  const args = [...before, 'runserver', '--noreload', '{PORT}'];
  return propose({ ...shared, script, args, port, portSource: 'args' });
}

/** What the project's files say about dependencies, as one text. */
async function requirements(project: Project): Promise<string> {
  const names = project.entries
    .filter(
      ({ name, isFolder }) =>
        !isFolder && (pythonFiles.includes(name) || /^requirements.*\.(?:txt|in)$/.test(name)),
    )
    .map(({ name }) => name)
    .filter((name) => name !== 'manage.py');
  const below = ['requirements/base.txt', 'requirements/prod.txt'];
  const texts = await Promise.all([...names, ...below].map((name) => readIn(project, name)));
  return texts.join('\n').toLowerCase();
}

async function projectName(project: Project): Promise<string | null> {
  const parsed = parseToml((await readIn(project, 'pyproject.toml')) ?? '');
  if (parsed.kind !== 'value' || !isRecord(parsed.value)) return null;
  const { project: table, tool } = parsed.value;
  const poetry = isRecord(tool) ? tool['poetry'] : undefined;
  const name =
    (isRecord(table) ? table['name'] : undefined) ?? (isRecord(poetry) ? poetry['name'] : undefined);
  return typeof name === 'string' ? name : null;
}

const usualNames = [
  'main.py',
  'app.py',
  'server.py',
  'api.py',
  'asgi.py',
  'wsgi.py',
  'application.py',
  '__init__.py',
];
const otherFolders =
  /^(?:\..*|__pycache__|venv|env|node_modules|tests?|docs?|examples?|migrations|site-packages|dist|build)$/;

/** Python files down to the third level, those where an app usually is before the others. */
async function sourceFiles(project: Project): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (folder: string, depth: number): Promise<void> => {
    const entries = folder === '' ? project.entries : await project.files.list(join(project.at, folder));
    for (const { name, isFolder } of entries) {
      if (found.length >= mostFiles) return;
      const path = join(folder, name);
      if (isFolder && depth < 3 && !otherFolders.test(name)) await visit(path, depth + 1);
      else if (!isFolder && /\.py$/.test(name) && !/^(?:test_|conftest|setup\.py)/.test(name))
        found.push(path);
    }
  };
  await visit('', 1);
  const rank = (path: string): number => {
    const at = usualNames.indexOf(path.split('/').at(-1) ?? '');
    return (at === -1 ? usualNames.length : at) + path.split('/').length * 100;
  };
  return found.sort((a, b) => rank(a) - rank(b));
}

/** How a file is imported: its module, and the folder below the project that has to be on the path for it. */
async function importOf(
  project: Project,
  file: string,
): Promise<{ readonly folder: string | null; readonly module: string }> {
  const isSourceFolder = file.startsWith('src/') && (await readIn(project, 'src/__init__.py')) === null;
  if (!isSourceFolder) return { folder: null, module: moduleOf(file) };
  return { folder: 'src', module: moduleOf(file.slice('src/'.length)) };
}

function moduleOf(file: string): string {
  return file.replace(/(?:^|\/)__init__\.py$|\.py$/, '').replaceAll('/', '.');
}
