import type { SourceLanguage } from '../tree/sourceTree.ts';

/** A value that every language of ecosystem files can hold; TOML knows no `null`. */
export type PlainValue =
  string | number | boolean | null | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** How values are written; `CursorStyle` is how a file has it. */
export interface WriteStyle {
  readonly language: SourceLanguage;
  /** Around strings. YAML: empty for none where none is needed. */
  readonly quote: '"' | "'" | '`' | '';
  /** JavaScript: names of properties are in quotes. */
  readonly quotesKeys: boolean;
  /** One step of indentation. */
  readonly indentUnit: string;
  readonly newline: '\n' | '\r\n';
  /** A comma follows the last item of what spans lines. Never in JSON and YAML. */
  readonly trailingComma: boolean;
  /** YAML: lists are indented below their key. */
  readonly indentsLists: boolean;
}

/** How a new file of a language is written. */
export function usualStyle(language: SourceLanguage): WriteStyle {
  const isScript = language === 'javascript' || language === 'typescript';
  return {
    language,
    quote: isScript ? "'" : language === 'yaml' ? '' : '"',
    quotesKeys: language === 'json',
    indentUnit: '  ',
    newline: '\n',
    trailingComma: isScript,
    indentsLists: true,
  };
}

/** Where a value stands. */
export interface Layout {
  /** What starts its further lines. */
  readonly indentation: string;
  /** It must not span lines, as in an inline table. */
  readonly isInline: boolean;
}

export function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value);
}

export function isObject(value: PlainValue): value is { readonly [key: string]: PlainValue } {
  return typeof value === 'object' && value !== null && !isList(value);
}
