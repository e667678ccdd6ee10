import { visit, type ParseErrorCode } from 'jsonc-parser';
import type { SyntaxProblem } from '../../tree/sourceTree.ts';
import { jsonProblemText } from '../jsonProblemText.ts';
import { findDeepToken, tooDeep } from '../nesting.ts';
import type { TokenList } from './tokenList.ts';

/** What is wrong with a JSON text. Comments and trailing commas are fine. One problem at most for each token. */
export function findJsonProblems(text: string, tokens: TokenList): readonly SyntaxProblem[] {
  const deepToken = findDeepToken(tokens);
  if (deepToken !== null) {
    const start = tokens.starts[deepToken] ?? 0;
    return [{ start, end: start + 1, message: tooDeep }];
  }
  const problems: SyntaxProblem[] = [];
  let token = 0;
  let lastToken = -1;
  // A BOM is no part of the value.
  const offset = text.startsWith('\uFEFF') ? 1 : 0;
  const json = text.slice(offset);
  const onError = (error: ParseErrorCode, at: number, length: number): void => {
    const start = at + offset;
    while ((tokens.ends[token] ?? Infinity) <= start && token < tokens.types.length - 1) token++;
    if (token === lastToken) return;
    // Punctuation behind a problem of the same line is only wrong because of that.
    const isLiteral = ['name', 'string', 'number'].includes(tokens.types[token] ?? '');
    const last = problems.at(-1);
    if (last !== undefined && !isLiteral && !text.slice(last.end, start).includes('\n')) return;
    lastToken = token;
    const end = Math.min(Math.max(start + length, tokens.ends[token] ?? 0, start + 1), text.length);
    problems.push({
      start: Math.min(start, end),
      end,
      message: jsonProblemText({ error, offset: at, length }, json),
    });
  };
  visit(json, { onError }, { allowTrailingComma: true, allowEmptyContent: true });
  return problems;
}
