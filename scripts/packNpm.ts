import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandFiles } from './commandFiles.ts';
import { command } from './install/command.ts';
import { root } from './install/paths.ts';
import { writeApiTypes } from './writeApiTypes.ts';

/** Where the npm package is written: the command line and the Node API with its types, without dependencies. */
export const npmPackagePath = `${root}/drover.tgz`;

/** Packs what `npm run build` made. Rejects with what npm has to object. */
export async function packNpm(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'drover-npm-'));
  try {
    for (const file of [...commandFiles(), 'LICENSE']) {
      mkdirSync(path.dirname(`${folder}/${file}`), { recursive: true });
      copyFileSync(`${root}/${file}`, `${folder}/${file}`);
    }
    await writeApiTypes(`${folder}/dist/types`);
    const { name, version, license, exports } = JSON.parse(
      readFileSync(`${root}/package.json`, 'utf8'),
    ) as Record<string, unknown>;
    const manifest = {
      ...{ name, version, license, exports },
      description: 'Run PM2 and PMDaemon ecosystem files: the drover command and its Node API.',
      bin: { drover: 'dist/cli.cjs' },
      engines: { node: '>=22.15' },
    };
    writeFileSync(`${folder}/package.json`, JSON.stringify(manifest, undefined, 2));
    await command('npm', ['pack', '--pack-destination', folder], { cwd: folder });
    copyFileSync(`${folder}/${String(name)}-${String(version)}.tgz`, npmPackagePath);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
