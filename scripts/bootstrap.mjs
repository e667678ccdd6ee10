// The only script that must run on any Node from 20 on: installs the dependencies when they are missing or old,
// then runs scripts/<task> on the Node 24 that came with them. Usage: node scripts/bootstrap.mjs <task> [args…]
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const node24 = `${root}node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;
const tasks = {
  start: 'start.ts',
  test: 'test.ts',
  build: 'build.mjs',
  docs: 'generateOptions.mjs',
  bench: 'bench.ts',
  soak: 'soak.ts',
  fuzz: 'fuzz.ts',
  package: 'package.ts',
};

function packagesOf(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')).packages : undefined;
}

/** npm notes in node_modules/.package-lock.json what it installed; every required package must be in it. */
function isInstalled() {
  const wanted = packagesOf(`${root}package-lock.json`);
  const present = packagesOf(`${root}node_modules/.package-lock.json`);
  if (!wanted || !present || !existsSync(node24)) return false;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  );
}

/** Runs a program in the repository; Ctrl+C reaches it too, so wait for it to end. Resolves with its exit code. */
async function run(file, args, env = process.env) {
  const child = spawn(file, args, {
    cwd: root,
    env,
    stdio: 'inherit',
    shell: process.platform === 'win32' && file === 'npm',
  });
  const pass = (signal) => child.kill(signal);
  const wait = () => undefined;
  process.on('SIGTERM', pass);
  process.on('SIGINT', wait);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    });
  } finally {
    process.off('SIGTERM', pass);
    process.off('SIGINT', wait);
  }
}

async function installDependencies() {
  const start = Date.now();
  console.log('- Installing the npm packages of package-lock.json …');
  const reminder = setInterval(
    () => console.log(`  npm packages: ${Math.round((Date.now() - start) / 1000)} s so far`),
    15_000,
  );
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  clearInterval(reminder);
  if (code !== 0) throw new Error(`npm ci ended with exit code ${code}.`);
  if (!existsSync(node24)) {
    throw new Error(
      'The npm package "node" did not install its program; allow its install script (npm config set ignore-scripts false).',
    );
  }
  console.log(`  npm packages: done in ${Math.round((Date.now() - start) / 1000)} s`);
}

const [task = '', ...args] = process.argv.slice(2);
if (!Object.hasOwn(tasks, task)) {
  console.error(`Usage: node scripts/bootstrap.mjs ${Object.keys(tasks).join('|')} [arguments]`);
  process.exit(2);
}
try {
  if (!isInstalled()) await installDependencies();
  const bin = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));
  const PATH = `${bin}${delimiter}${process.env.PATH ?? ''}`;
  process.exitCode = await run(node24, [`${root}scripts/${tasks[task]}`, ...args], { ...process.env, PATH });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
