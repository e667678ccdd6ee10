import type { TokenList } from './tokenList.ts';
import type { MissingExpression } from './syntax.ts';

/** Deeper nesting is passed over: the parser and everything after it recurse. */
export const maximumDepth = 200;

const declarators = new Set(['const', 'let', 'var']);
const exportable = new Set(
  'default const let var function async class type interface enum abstract declare import'.split(' '),
);

/** Where the parser is in the tokens, and what surrounds it there. */
export class Cursor {
  readonly text: string;
  readonly tokens: TokenList;
  readonly isTypeScript: boolean;
  readonly hasUnclosedBrace: boolean;
  index = 0;
  depth = 0;
  /** How many of each are open in the function that is being parsed. */
  openBraces = 0;
  openBrackets = 0;
  openParens = 0;
  /** Those of the braces that are objects. */
  openObjects = 0;
  /** Directly in an object or list: a line break ends what could go on as a call or a subscript. */
  isInLiteral = false;
  /** Between `?` and `:`, where `(a): b` is not the start of an arrow function. */
  isInCondition = false;
  /** The first token of the innermost statement that is being parsed. */
  statementIndex = -1;
  /** Type arguments are not looked for before this token: an attempt has failed that reached it. */
  noTypeArgumentsBefore = 0;

  constructor(text: string, tokens: TokenList, isTypeScript: boolean) {
    this.text = text;
    this.tokens = tokens;
    this.isTypeScript = isTypeScript;
    this.hasUnclosedBrace = tokens.types.some((type, index) => type === '{' && tokens.matches[index] === -1);
  }

  get type(): string {
    return this.typeAt(this.index);
  }

  get start(): number {
    return this.startAt(this.index);
  }

  get end(): number {
    return this.tokens.ends[this.index] ?? this.text.length;
  }

  /** The end of the token before this one. */
  get previousEnd(): number {
    return this.index === 0 ? this.start : (this.tokens.ends[this.index - 1] ?? 0);
  }

  get isAfterNewline(): boolean {
    return this.isNewlineBefore(this.index);
  }

  typeAt(index: number): string {
    return this.tokens.types[index] ?? 'end';
  }

  startAt(index: number): number {
    return this.tokens.starts[index] ?? this.text.length;
  }

  isNewlineBefore(index: number): boolean {
    return this.tokens.newlines[index] ?? true;
  }

  /** The text of a token. */
  textAt(index: number): string {
    return this.text.slice(this.startAt(index), this.tokens.ends[index] ?? this.text.length);
  }

  /** The token is this name or keyword. */
  isWord(word: string, index = this.index): boolean {
    const start = this.startAt(index);
    return (
      this.typeAt(index) === 'name' &&
      (this.tokens.ends[index] ?? 0) - start === word.length &&
      this.text.startsWith(word, start)
    );
  }

  next(): void {
    if (this.index < this.tokens.types.length - 1) this.index++;
  }

  eat(type: string): boolean {
    if (this.type !== type) return false;
    this.next();
    return true;
  }

  eatWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.next();
    return true;
  }

  /** Goes behind the partner of the bracket here; behind the bracket alone when it has none. */
  skipBrackets(): void {
    const match = this.tokens.matches[this.index] ?? -1;
    this.index = match === -1 ? this.index : match;
    this.next();
  }

  /** Goes behind the closing bracket of `open`, past whatever stands before it, unless a statement starts here. */
  closeWith(type: string, open: number): void {
    if (this.eat(type)) return;
    const match = this.tokens.matches[open] ?? -1;
    if (match < this.index || this.isAtStatement()) return;
    this.index = match;
    this.next();
  }

  missing(at = this.previousEnd): MissingExpression {
    return { type: 'missing', start: at, end: at };
  }

  /** A property starts here: a name or string with a colon behind it. */
  isAtKey(index = this.index): boolean {
    const type = this.typeAt(index);
    return (type === 'name' || type === 'string' || type === 'number') && this.typeAt(index + 1) === ':';
  }

  /** A statement starts on this line that cannot be part of an expression: everything open before it is unclosed. */
  isAtStatement(index = this.index): boolean {
    if (this.typeAt(index) !== 'name' || !this.isNewlineBefore(index)) return false;
    if (index === this.statementIndex) return false;
    const type = this.typeAt(index + 1);
    const word = this.textAt(index);
    if (word === 'export') return '{*='.includes(type) || exportable.has(this.textAt(index + 1));
    if (word === 'module' || word === 'exports') return this.isAtExports(index);
    if (declarators.has(word) || word === 'function' || word === 'class' || word === 'interface') {
      return type === 'name' || (declarators.has(word) && (type === '{' || type === '['));
    }
    if (word === 'import') return type === 'name' || type === 'string' || type === '{' || type === '*';
    if (word === 'if' || word === 'for' || word === 'while' || word === 'switch') return type === '(';
    if (word === 'return' || word === 'throw') return ['name', 'string', '{', '['].includes(type);
    return word === 'type' && type === 'name' && this.typeAt(index + 2) === '=';
  }

  /** `module.exports` or `exports.name` that something is assigned to. */
  isAtExports(index = this.index): boolean {
    if (this.typeAt(index + 1) !== '.') return false;
    const isModule = this.isWord('module', index) && this.isWord('exports', index + 2);
    if (!isModule && !this.isWord('exports', index)) return false;
    const after = this.typeAt(index + 3);
    return after === '=' || (isModule && after === '.' && this.typeAt(index + 5) === '=');
  }

  isAtLineStart(index = this.index): boolean {
    const start = this.startAt(index);
    return start === 0 || /[\n\r]/.test(this.text.charAt(start - 1));
  }

  /** Runs `parse` with the surroundings of a new function body or argument list. */
  within<T>(isInLiteral: boolean, parse: () => T): T {
    const { isInLiteral: outer, isInCondition } = this;
    this.isInLiteral = isInLiteral;
    this.isInCondition = false;
    this.depth++;
    const result = parse();
    this.depth--;
    this.isInLiteral = outer;
    this.isInCondition = isInCondition;
    return result;
  }
}
