import type { Node, Span } from './node.ts';

export type SourceLanguage = 'json' | 'yaml' | 'toml' | 'javascript' | 'typescript';

/** What the text's own language says is wrong with it. */
export interface SyntaxProblem extends Span {
  /** A sentence that says what is wrong, or what to write instead. */
  readonly message: string;
}

/** How a JavaScript or TypeScript file hands out its apps. `bare`: the file is nothing but an object or a list. */
export type ExportForm =
  'module.exports' | 'exports.name' | 'export default' | 'export name' | 'export =' | 're-export' | 'bare';

export interface ExportStatement extends Span {
  readonly form: ExportForm;
  /** What is exported is a function that returns the apps. */
  readonly isFunction: boolean;
}

/** A text and what it says. A tree is made of any text, however damaged. */
export interface SourceTree {
  readonly language: SourceLanguage;
  readonly text: string;
  /** The object, list or app that the file is or exports; null when there is none. */
  readonly root: Node | null;
  readonly syntax: readonly SyntaxProblem[];
  /** Of JavaScript and TypeScript: the statement that `root` comes from. */
  readonly exported: ExportStatement | null;
}
