import { printParseErrorCode, type ParseError } from 'jsonc-parser';

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

/** What is wrong with a JSON text, or what to write instead, in a sentence. */
export function jsonProblemText(error: ParseError, text: string): string {
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
