import { appMembers } from '../shape/appMembers.ts';
import { healthCheckMembers, watchOptionsMembers } from '../shape/nestedMembers.ts';
import { rootMembers } from '../shape/rootMembers.ts';
import type { Members, Shape } from '../shape/shape.ts';
import { variableMembers } from '../shape/variables.ts';
import { inlineSchema, membersSchema } from './shapeSchema.ts';
import type { Schema } from './shapeSchema.ts';

const scripts = ['script', 'exec', 'cmd', 'command'];

/**
 * The JSON Schema, draft-07, of ecosystem files of all forms, for editors that know nothing of Drover. It refuses
 * what `normaliseEcosystem` reports as of a wrong type, and options that nobody knows; what takes more than looking at
 * one value, such as names that must differ, it cannot see.
 */
export function ecosystemSchema(): Schema {
  const app = appMembers('pm2');
  const objects: readonly (readonly [string, Members])[] = [
    ['variables', variableMembers],
    ['healthCheck', healthCheckMembers],
    ['watchOptions', watchOptionsMembers],
  ];
  const definitions = new Map<Members | Shape, string>(objects.map(([name, members]) => [members, name]));
  const options = app.named.map(({ name, shape }) => [`option.${name}`, shape] as const);
  for (const [name, shape] of options) definitions.set(shape, name);
  const { deploy, static: servers } = Object.fromEntries(
    rootMembers('pm2').named.map(({ name, shape }) => [name, inlineSchema(shape, definitions, true)]),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Ecosystem file of PM2, PMDaemon or Drover',
    if: { type: 'array' },
    then: { items: ref('app') },
    else: { if: isApp, then: ref('app'), else: ref('file') },
    allowComments: true,
    allowTrailingCommas: true,
    definitions: {
      file: {
        type: 'object',
        anyOf: ['apps', 'pm2', 'default'].map((name) => ({ required: [name] })),
        properties: {
          apps: ref('apps'),
          pm2: { anyOf: [ref('apps'), { $ref: '#' }], doNotSuggest: true },
          default: { $ref: '#', doNotSuggest: true },
          deploy,
          static: servers,
        },
      },
      apps: {
        description: 'The apps that belong together: a list, or an object of apps by name.',
        type: ['array', 'object'],
        items: ref('app'),
        if: { type: 'object', ...isApp },
        then: { if: { type: 'object' }, then: ref('app') },
        else: { additionalProperties: ref('app') },
      },
      app: { type: 'object', ...membersSchema(app, definitions) },
      ...Object.fromEntries(objects.map(([name, members]) => [name, membersSchema(members, definitions)])),
      ...Object.fromEntries(options.map(([name, shape]) => [name, inlineSchema(shape, definitions, true)])),
    },
  };
}

const isApp = {
  anyOf: scripts.map((name) => ({ required: [name] })),
  not: { anyOf: [{ required: ['apps'] }, { required: ['pm2'] }] },
};

function ref(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}
