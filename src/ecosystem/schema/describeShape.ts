import type { OptionOrigin } from '../options/option.ts';
import type { Shape } from '../shape/shape.ts';

const tools: Readonly<Record<OptionOrigin, string>> = { pm2: 'PM2', pmdaemon: 'PMDaemon', drover: 'Drover' };

/** What editors show about a value: descriptions, examples and the default. */
export function describeShape(shape: Shape): Readonly<Record<string, unknown>> {
  const { description, default: usual, examples, isEnumeration, option } = shape;
  const forms = examples.map(({ written, means }) => `- \`${written}\`${means === '' ? '' : `: ${means}`}`);
  const paragraphs = [
    description,
    ...(isWords(usual) ? [`Default: ${usual}.`] : []),
    ...(forms.length === 0 ? [] : [forms.join('\n')]),
    ...(option?.differs === undefined ? [] : [`_In PM2 and PMDaemon:_ ${option.differs}`]),
    ...(option === null ? [] : [`Known to ${option.origins.map((origin) => tools[origin]).join(', ')}.`]),
  ];
  return {
    ...(description === '' ? {} : { description, markdownDescription: paragraphs.join('\n\n') }),
    ...(usual === null || isWords(usual) ? {} : { default: usual }),
    ...(forms.length === 0 || isEnumeration
      ? {}
      : { examples: examples.map(({ written }) => JSON.parse(written) as unknown) }),
  };
}

/** A default that says in words where the value comes from. */
function isWords(value: Shape['default']): value is string {
  return typeof value === 'string' && value.includes(' ');
}
