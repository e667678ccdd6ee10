/** A value of a sheet. What is null or empty is left out. */
export type SheetValue =
  string | number | null | readonly SheetValue[] | { readonly [name: string]: SheetValue };

/** Names and values as YAML, which editors colour and fold, one block a name. */
export function sheet(values: { readonly [name: string]: SheetValue }, indent = ''): string {
  return Object.entries(values)
    .filter(([, value]) => !isEmpty(value))
    .map(([name, value]) => `${indent}${scalar(name)}:${block(value, indent)}`)
    .join('');
}

function block(value: SheetValue, indent: string): string {
  if (value === null || typeof value !== 'object') return ` ${scalar(value)}\n`;
  if (isList(value)) {
    const items = value.filter((item) => !isEmpty(item));
    return `\n${items.map((item) => `${indent}  -${block(item, `${indent}  `)}`).join('')}`;
  }
  return `\n${sheet(value, `${indent}  `)}`;
}

function isEmpty(value: SheetValue): boolean {
  if (value === null || value === '') return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}

function isList(value: SheetValue): value is readonly SheetValue[] {
  return Array.isArray(value);
}

/** As it is where YAML reads it as that text, else in quotes as JSON, which YAML reads alike. */
function scalar(value: string | number | null): string {
  if (typeof value !== 'string') return String(value);
  const isPlain = /^[\p{L}\d/.][^"'`{}[\]|>&*!%@\n\r\t#]*$/u.test(value) && !/:(?:\s|$)|\s$/.test(value);
  const meansElse = /^(?:true|false|null|yes|no|on|off|[-+.\d][-+.\deExXa-fA-F_:]*)$/i.test(value);
  return isPlain && !meansElse ? value : JSON.stringify(value);
}
