import { readdir, readFile, writeFile } from 'node:fs/promises';

const packageFolder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;

/** Collects the licences of the npm packages whose files were bundled into dist/licenses.txt. */
export async function writeLicenses(bundledFiles) {
  const folders = new Set(bundledFiles.map((file) => packageFolder.exec(file)?.[0]).filter(Boolean));
  const texts = [];
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(await readFile(`${folder}/package.json`, 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file === undefined ? '' : await readFile(`${folder}/${file}`, 'utf8');
    texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  await writeFile('dist/licenses.txt', texts.join('\n----\n\n'));
}
