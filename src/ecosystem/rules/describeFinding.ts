import { describeProblem } from '../../protocol/problems.ts';
import { fixTexts } from './fixTexts.ts';
import { rules } from './rules.ts';
import type { Saying } from './rule.ts';

const sentences = new Map(rules.map(({ code, sentence }) => [code, sentence]));

/** The English sentence of a finding. */
export function describeFinding({ code, data }: Saying): string {
  const text = sentences.get(code);
  return text === undefined ? describeProblem({ code, data: { ...data } }) : fill(text, data);
}

/** The English title of a fix. */
export function describeFix({ code, data }: Saying): string {
  return fill(fixTexts[code] ?? code, data);
}

function fill(text: string, data: Saying['data']): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => data[name] ?? whole);
}
