import { readdir, readFile, writeFile } from 'node:fs/promises';
import { root } from '../install/paths.ts';
import { textsInCode } from './textsInCode.ts';

const folder = `${root}/l10n`;

/** Texts by their English originals, as VS Code reads them. */
export type Bundle = Readonly<Record<string, string>>;

export async function readBundle(path: string): Promise<Bundle> {
  return JSON.parse(await readFile(path, 'utf8')) as Bundle;
}

/** Names of the languages that there are translations for, such as `de`. */
export async function translatedLanguages(): Promise<string[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => /^bundle\.l10n\.([\w-]+)\.json$/.exec(name)?.[1] ?? []);
}

/** The file with the texts of the code in a language; null for the English originals. */
export function bundlePath(language: string | null): string {
  return `${folder}/bundle.l10n${language === null ? '' : `.${language}`}.json`;
}

/**
 * Writes the bundle for translators anew, and brings each translation into its order, without what nobody says any
 * more. Returns what each translation lacks, by language.
 */
export async function writeBundles(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { texts } = await textsInCode();
  await writeBundle(
    null,
    texts.map((text) => [text, text]),
  );
  const missing: Record<string, string[]> = {};
  for (const language of await translatedLanguages()) {
    const known = await readBundle(bundlePath(language));
    await writeBundle(
      language,
      texts.flatMap((text) => (known[text] === undefined ? [] : [[text, known[text]]])),
    );
    missing[language] = texts.filter((text) => known[text] === undefined);
  }
  return missing;
}

async function writeBundle(
  language: string | null,
  entries: readonly (readonly [string, string])[],
): Promise<void> {
  await writeFile(bundlePath(language), `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
}
