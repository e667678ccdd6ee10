import type { OptionType } from '../options/option.ts';
import {
  cronPattern,
  durationPattern,
  exitCodesPattern,
  instancesPattern,
  portPattern,
  signalPattern,
  sizePattern,
  wholePattern,
} from './patterns.ts';
import type { Form, NumberForm, Shape } from './shape.ts';

export const text: Form = { kind: 'string' };
export const flag: Form = { kind: 'boolean' };
export const off: Form = { kind: 'boolean', only: false };
const anyNumber: NumberForm = { kind: 'number', whole: false };
export const whole: NumberForm = { kind: 'number', whole: true };
export const positive: NumberForm = { kind: 'number', whole: false, minimum: 0 };

/** A shape of which nothing is said but what may be written. */
export function plainShape(type: string, forms: readonly Form[], facts: Partial<Shape> = {}): Shape {
  return {
    type,
    forms,
    description: '',
    option: null,
    default: null,
    unit: null,
    examples: [],
    isEnumeration: false,
    source: null,
    ...facts,
  };
}

/** What is turned into text, whatever it is. */
export const scalars: readonly Form[] = [text, anyNumber, flag];

/** An entry that may be left out by `null`. */
const word = plainShape('text', [...scalars, { kind: 'null' }]);

/** A regular expression, as a JavaScript file has it when it has come over as data. */
export const expression = plainShape('object', [
  {
    kind: 'object',
    members: () => ({
      named: ['$regexp', '$flags'].map((name) => ({
        name,
        aliases: [],
        shape: word,
        group: '',
        isForeign: false,
        isIgnored: false,
      })),
      patterned: [],
      isOpen: true,
      needs: [{ when: null, oneOf: ['$regexp'] }],
    }),
  },
]);

const pattern = plainShape('pattern', [...scalars, ...expression.forms]);
const exitCode = plainShape('whole number', [whole, { kind: 'string', pattern: wholePattern }]);

const oneOrMore = (items: Shape): readonly Form[] => [{ kind: 'array', items }, ...items.forms];

/** Everything that stands for anything. */
export const anything = (): readonly Form[] => [
  ...scalars,
  { kind: 'null' },
  { kind: 'array', items: null },
  { kind: 'object', members: () => ({ named: [], patterned: [], isOpen: true, needs: [] }) },
];

/** What the readers of options accept, by type; those that are objects have their forms from elsewhere. */
export const typeForms: Readonly<
  Record<
    Exclude<OptionType, 'any' | 'dev' | 'watchOptions' | 'environment' | 'healthCheck' | 'dependencies'>,
    readonly Form[]
  >
> = {
  string: scalars,
  path: scalars,
  userId: scalars,
  boolean: [flag, { kind: 'string', pattern: '^(?:true|false)$' }, { ...whole, minimum: 0, maximum: 1 }],
  integer: [whole, { kind: 'string', pattern: wholePattern }],
  duration: [positive, { kind: 'string', pattern: durationPattern }, off],
  size: [{ kind: 'string', pattern: sizePattern }, positive],
  logFile: scalars,
  words: oneOrMore(word),
  strings: [...scalars, { kind: 'array', items: word }],
  instances: [anyNumber, { kind: 'string', pattern: instancesPattern }],
  port: [{ ...whole, minimum: 0, maximum: 65_535 }, { kind: 'string', pattern: portPattern }, off],
  filter: oneOrMore(word),
  exitCodes: [{ kind: 'array', items: exitCode }, whole, { kind: 'string', pattern: exitCodesPattern }],
  watch: [flag, text, { kind: 'array', items: word }, anyNumber],
  patterns: oneOrMore(pattern),
  cron: [{ kind: 'string', pattern: cronPattern }, { ...whole, minimum: 0, maximum: 0 }, off],
  signal: [{ kind: 'string', pattern: signalPattern }],
};
