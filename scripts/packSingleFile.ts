import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { commandFiles } from './commandFiles.ts';
import { root } from './install/paths.ts';

/** Where the command line is written as one file that needs nothing but Node. */
export const singleFilePath = `${root}/drover.cjs`;

/** Packs what `npm run build` made into one program that unpacks itself when it is run first. */
export async function packSingleFile(): Promise<void> {
  const { name, version, license } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as Record<
    string,
    unknown
  >;
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ name, version, license }),
    LICENSE: readFileSync(`${root}/LICENSE`, 'utf8'),
  };
  for (const file of commandFiles()) files[file] = readFileSync(`${root}/${file}`, 'utf8');
  const text = JSON.stringify(files);
  const { outputFiles } = await build({
    entryPoints: [`${root}/src/cli/singleFile/main.ts`],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22.15',
    minify: true,
    write: false,
    define: {
      'import.meta.filename': '__filename',
      packedHash: JSON.stringify(createHash('sha256').update(text).digest('hex').slice(0, 16)),
      packedNames: JSON.stringify(Object.keys(files)),
    },
  });
  const code = outputFiles[0]?.text.trimEnd() ?? '';
  const packed = brotliCompressSync(text).toString('base64');
  writeFileSync(singleFilePath, `#!/usr/bin/env node\n${code}\n//${packed}`);
  chmodSync(singleFilePath, 0o755);
}
