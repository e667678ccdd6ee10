import { printValue } from './printValue.ts';
import { yamlLines } from './printYamlBlock.ts';
import { tomlLines } from './printToml.ts';
import { isObject } from './style.ts';
import type { PlainValue, WriteStyle } from './style.ts';

/** How a script hands out its apps. PM2 reads the first and the last, but no default export. */
export type ScriptExport = 'module.exports' | 'export default' | 'export const apps';

/**
 * The text of a whole ecosystem file. A list of apps becomes `{ apps }` in TOML, which has no lists at the root, and
 * with `export const apps`, where `deploy` beside them gets an export of its own; what has no name of a constant is
 * left out there.
 */
export function printFile(
  value: PlainValue,
  style: WriteStyle,
  scriptExport: ScriptExport = 'module.exports',
): string {
  const { newline } = style;
  switch (style.language) {
    case 'json':
      return printValue(value, style) + newline;
    case 'yaml':
      return yamlLines(value, style).join(newline) + newline;
    case 'toml':
      return `${tomlLines(isObject(value) ? value : { apps: value }, style)
        .join(newline)
        .trimStart()}${newline}`;
    case 'javascript':
    case 'typescript':
      return printScript(value, style, scriptExport);
  }
}

function printScript(value: PlainValue, style: WriteStyle, scriptExport: ScriptExport): string {
  const { newline } = style;
  if (scriptExport === 'module.exports') return `module.exports = ${printValue(value, style)};${newline}`;
  if (scriptExport === 'export default') return `export default ${printValue(value, style)};${newline}`;
  const names = isObject(value) && 'apps' in value ? Object.entries(value) : [['apps', value] as const];
  return names
    .filter(([name]) => /^[A-Za-z_$][\w$]*$/.test(name))
    .map(([name, item]) => `export const ${name} = ${printValue(item, style)};${newline}`)
    .join(newline);
}
