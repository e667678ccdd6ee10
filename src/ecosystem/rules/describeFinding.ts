import { describeProblem, fillSentence } from '../../protocol/problems.ts';
import { fixTexts } from './fixTexts.ts';
import { rules } from './rules.ts';
import { english } from '../translate.ts';
import type { Translate } from '../translate.ts';
import type { Saying } from './rule.ts';

const sentences = new Map(rules.map(({ code, sentence }) => [code, sentence]));

/** The sentence of a finding, in the language of `translate`. */
export function describeFinding({ code, data }: Saying, translate: Translate = english): string {
  const text = sentences.get(code);
  return text === undefined
    ? describeProblem({ code, data: { ...data } }, translate)
    : fillSentence(text, data, translate);
}

/** The title of a fix, in the language of `translate`. */
export function describeFix({ code, data }: Saying, translate: Translate = english): string {
  return fillSentence(fixTexts[code] ?? code, data, translate);
}
