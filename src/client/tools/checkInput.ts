import type { InputSchema } from './tool.ts';

/** What does not fit the schema, as a sentence; undefined when all does. Inputs come from models, which guess. */
export function checkInput(schema: InputSchema, input: unknown): string | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return 'The input must be an object.';
  const given: Readonly<Record<string, unknown>> = { ...input };
  const missing = schema.required?.find((name) => given[name] === undefined);
  if (missing !== undefined) return `"${missing}" is required.`;
  for (const [name, value] of Object.entries(given)) {
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (property === undefined) {
      return `There is no input "${name}". Known: ${Object.keys(schema.properties).join(', ')}.`;
    }
    if (property.type !== 'integer') {
      if (value !== undefined && typeof value !== property.type)
        return `"${name}" must be a ${property.type}.`;
      continue;
    }
    const { minimum, maximum } = property;
    const isFitting = Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
    if (value !== undefined && !isFitting)
      return `"${name}" must be a whole number from ${minimum} to ${maximum}.`;
  }
  return undefined;
}
