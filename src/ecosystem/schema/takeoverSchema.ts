import type { Schema } from './shapeSchema.ts';

/**
 * A schema that says nothing. Where Drover's language server is at work it is given to the editor's own JSON and YAML
 * services, so that they report and suggest nothing beside it.
 */
export const takeoverSchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  allowComments: true,
  allowTrailingCommas: true,
};
