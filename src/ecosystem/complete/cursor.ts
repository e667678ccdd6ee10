import type { ValuePath } from '../report.ts';
import type { Node, Span } from '../tree/node.ts';
import type { SourceLanguage } from '../tree/sourceTree.ts';

/** What can be written at a place of an ecosystem file; made by `cursorAt`. */
export type Cursor = KeyCursor | ValueCursor | HeaderCursor;

interface CursorFacts {
  readonly language: SourceLanguage;
  /**
   * What accepting an item replaces: the word at the cursor with the quotes around it, also where its closing quote
   * is missing. Empty where nothing is written. It ends on the line that it starts on.
   */
  readonly replace: Span;
  /** The part of that word before the cursor, without its quote. */
  readonly word: string;
  /** The quote that the cursor stands behind: `'`, `"` or a backquote; null outside of strings. It is in `replace`. */
  readonly quote: string | null;
  /** To be written before the item: the blank that `name:|` lacks, the `- ` of a list's new line. Mostly empty. */
  readonly prefix: string;
  /** To be written after the item: `,` where something follows without one, or where the file's style has it. */
  readonly suffix: string;
  /** Where a comma is missing after what stands before; null when none is. An edit of its own, before `replace`. */
  readonly commaAt: number | null;
  /** What the file says but for the word at the cursor. Places are those in the text. */
  readonly root: Node | null;
  readonly style: CursorStyle;
}

/** The name of a property stands here, or may. */
export interface KeyCursor extends CursorFacts {
  readonly kind: 'key';
  /** That of the object that it is a property of. */
  readonly path: ValuePath;
  /** The names that this object has already, without the one at the cursor. */
  readonly keys: readonly string[];
  /** A `:` or `=` follows already, so that only the name is to be written, without `suffix`. */
  readonly hasValue: boolean;
  /** TOML: `[table]` and `[[list]]` may stand here as well; they replace `replace` too. */
  readonly mayStartTable: boolean;
}

/** A value stands here, or may. */
export interface ValueCursor extends CursorFacts {
  readonly kind: 'value';
  /** That of the value itself. Its last key is a number when it is an item of a list. */
  readonly path: ValuePath;
  /** Where the value is an item of a list: the texts, numbers and so on that the list has already. */
  readonly items: readonly (string | number | boolean)[];
  /**
   * YAML: the value may span lines and starts here: on a line below its key, or after `- `. The names of an object's
   * properties, or the `- ` of a list, may be written just here, indented by `style.indentation`.
   */
  readonly mayStartBlock: boolean;
}

/** TOML: between the brackets of `[apps.env]` or `[[apps]]`. `replace` is the header with all of its brackets. */
export interface HeaderCursor extends CursorFacts {
  readonly kind: 'header';
  /** That of the object that the last name in the brackets belongs to: `[apps.e|` is at `['apps', 2]`. */
  readonly path: ValuePath;
  /** It has two brackets. */
  readonly isList: boolean;
  /** The names that this object has already. */
  readonly keys: readonly string[];
  /** The names before the last one, with their dots, as they are written: `apps.` */
  readonly base: string;
}

/** How the file is written, so that what is inserted looks the same. */
export interface CursorStyle {
  /** Around strings: what most of them have. YAML: empty when most have none. */
  readonly quote: '"' | "'" | '`' | '';
  /** JavaScript: most names of properties are in quotes. Always true in JSON. */
  readonly quotesKeys: boolean;
  /** One step of indentation: blanks, or a tab. */
  readonly indentUnit: string;
  /** What starts each further line of an inserted property or item: that of its first line, `- ` counted as blanks. */
  readonly indentation: string;
  readonly newline: '\n' | '\r\n';
  /** Inside of `{}` or `[]`. Always true in JSON and JavaScript. */
  readonly isFlow: boolean;
  /** Properties stand one below the other here, so that what is inserted may span lines. */
  readonly isMultiLine: boolean;
  /** A comma follows the last item of what spans lines. */
  readonly trailingComma: boolean;
  /** YAML: lists are indented below their key: `apps:`, newline, `  - `. */
  readonly indentsLists: boolean;
}
