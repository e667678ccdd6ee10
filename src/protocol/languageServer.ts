import type { AppInfo, InstanceInfo } from './model.ts';

/** What a window gives the language server when it starts it; plain JSON. */
export interface LanguageServerOptions {
  /** Texts in the language of the user by their English originals; empty where that is English. */
  readonly texts: Readonly<Record<string, string>>;
  readonly window: WindowFacts;
}

/** What the language server cannot know by itself, sent again whenever it changes. */
export interface WindowFacts {
  /** Absolute paths below which lenses may start and stop things: the folders of a trusted workspace, else none. */
  readonly folders: readonly string[];
  /** Languages whose syntax another extension reports already, by VS Code's identifiers. */
  readonly syntaxByOthers: readonly string[];
}

/** An app with its instances as a supervisor knows them. */
export interface KnownApp {
  /** The ecosystem file, absolute, as the editor names it. */
  readonly file: string;
  readonly app: AppInfo;
  readonly instances: readonly InstanceInfo[];
}

/** Notifications from the window to the server beside those of the Language Server Protocol. */
export const windowNotification = {
  /** `WindowFacts`. */
  facts: 'drover/window',
  /** `KnownApp[]`: all of them, whenever one has changed. */
  apps: 'drover/apps',
  /** No parameters: files came or went, so that what was looked up on disk may be wrong by now. */
  files: 'drover/files',
} as const;

/** The settings below `drover.` that the server asks for, by document. */
export interface LanguageSettings {
  readonly files?: { readonly dialect?: unknown } | null;
  readonly rules?: unknown;
  readonly codeLens?: unknown;
  readonly inlayHints?: unknown;
}
