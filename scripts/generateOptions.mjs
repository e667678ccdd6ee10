import { writeFile } from 'node:fs/promises';
import { ecosystemSchema } from '../src/ecosystem/schema/ecosystemSchema.ts';
import { schemaText } from './docs/schemaText.ts';
import { takeoverSchema } from '../src/ecosystem/schema/takeoverSchema.ts';
import { commandLinePage } from './docs/commandLinePage.ts';
import { commandsPage, settingsPage } from './docs/manifestPages.ts';
import { faultsPage } from './docs/faultsPage.ts';
import { optionsPage } from './docs/optionsPage.ts';
import { rulesPage } from './docs/rulesPage.ts';
import { writeBundles } from './texts/bundles.ts';

/** @param {string} path */
const at = (path) => new URL(`../${path}`, import.meta.url);

await writeFile(at('docs/options.md'), optionsPage());
await writeFile(at('schemas/ecosystem.schema.json'), schemaText(ecosystemSchema()));
await writeFile(at('schemas/takeover.schema.json'), schemaText(takeoverSchema));
await writeFile(at('docs/rules.md'), rulesPage());
await writeFile(at('docs/settings.md'), await settingsPage());
await writeFile(at('docs/commands.md'), await commandsPage());
await writeFile(at('docs/command-line.md'), await commandLinePage());

for (const [language, texts] of Object.entries(await writeBundles())) {
  for (const text of texts) console.log(`Not translated into ${language}: ${text}`);
}
