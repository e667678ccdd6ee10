import type { CommandLine } from './commandLine.ts';
import { addCheck } from './verbs/check.ts';
import { addExport } from './verbs/export.ts';
import { addImport } from './verbs/import.ts';
import { addInit } from './verbs/init.ts';

/** The verbs about ecosystem files alone. They need all that is known of those, so they are a bundle of their own. */
export function addFileVerbs(commandLine: CommandLine): void {
  addInit(commandLine);
  addCheck(commandLine);
  addExport(commandLine);
  addImport(commandLine);
}
