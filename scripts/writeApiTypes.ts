import { mkdirSync, writeFileSync } from 'node:fs';
import { command } from './install/command.ts';
import { cache, root } from './install/paths.ts';

/**
 * Writes the declarations of the Node API: one file for each source file that its types come from, so that they cannot
 * differ from the code, and nothing from anywhere else.
 */
export async function writeApiTypes(folder: string): Promise<void> {
  const options = {
    ...{ noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: true },
    ...{ rootDir: `${root}/src`, outDir: folder },
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const config = `${cache}/apiTypes.json`;
  mkdirSync(cache, { recursive: true });
  writeFileSync(
    config,
    JSON.stringify({ extends: `${root}/tsconfig.json`, files: [`${root}/src/client/api.ts`], include: [] }),
  );
  await command(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, '-p', config, ...args], {
    cwd: root,
  });
  // The bundle is CommonJS, and so are its types.
  writeFileSync(`${folder}/package.json`, JSON.stringify({ type: 'commonjs' }));
}
