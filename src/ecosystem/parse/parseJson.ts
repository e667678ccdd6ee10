import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { positionAt } from '../textPosition.ts';
import type { ParsedText } from './parsedText.ts';

/** Parses JSON with comments, trailing commas and a BOM. Nothing is evaluated. */
export function parseJson(source: string): ParsedText {
  const text = source.replace(/^\uFEFF/, '');
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const error = errors[0];
  if (error !== undefined) {
    return { kind: 'error', message: messageOf(error, text), position: positionAt(text, error.offset) };
  }
  if (tree === undefined) return { kind: 'empty' };
  return {
    kind: 'value',
    // Ordinary objects, as every other format gives; those of getNodeValue have no prototype.
    value: JSON.parse(JSON.stringify(getNodeValue(tree))),
    locate: (path) => {
      const node = findNodeAtLocation(tree, [...path]);
      return node === undefined
        ? undefined
        : positionAt(text, (node.parent?.type === 'property' ? node.parent : node).offset);
    },
  };
}

const messages: Readonly<Record<string, string>> = {
  InvalidNumberFormat: 'This number is not valid JSON.',
  PropertyNameExpected: 'A property name in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is expected here.',
  CommaExpected: 'A comma is expected here.',
  CloseBraceExpected: 'A closing brace } is expected here.',
  CloseBracketExpected: 'A closing bracket ] is expected here.',
  EndOfFileExpected: 'The file should end here; something follows the value.',
  UnexpectedEndOfNumber: 'This number is not complete.',
  UnexpectedEndOfComment: 'This comment is not closed.',
  UnexpectedEndOfString: 'This string is not closed.',
  InvalidEscapeCharacter: 'This string has an invalid escape sequence.',
  InvalidCharacter: 'This character is not allowed in a string.',
};

function messageOf(error: ParseError, text: string): string {
  const found = text.slice(error.offset, error.offset + error.length);
  if (/^['`]/.test(found))
    return 'JSON strings need double quotes. Use "…", or rename the file to ecosystem.config.js.';
  const code = printParseErrorCode(error.error);
  if (code === 'InvalidSymbol' || code === 'PropertyNameExpected') {
    const word = /^[\w$.]+/.exec(found)?.[0];
    if (word !== undefined && /^\s*:/.test(text.slice(error.offset + word.length))) {
      return `JSON property names need double quotes: "${word}".`;
    }
    if (word !== undefined) {
      return `"${word}" is not JSON. JSON files are never evaluated; use ecosystem.config.js to compute values.`;
    }
  }
  return messages[code] ?? 'This is not valid JSON.';
}
