import type { Locate, Position } from '../report.ts';

/** What a JSON, YAML or TOML text holds, or why it cannot be read. */
export type ParsedText =
  | { readonly kind: 'value'; readonly value: unknown; readonly locate: Locate }
  | { readonly kind: 'empty' }
  | { readonly kind: 'error'; readonly message: string; readonly position: Position };
