import type { Connection } from 'vscode-languageserver/node';
import type { Dialect } from '../ecosystem/appSpec.ts';
import { describe } from './requestGuard.ts';
import type { LanguageSettings } from '../protocol/languageServer.ts';

/** The user's settings for one document. */
export interface DocumentSettings {
  readonly dialect: Dialect | 'auto';
  /** What was set for each rule by its code: a severity, or `off`. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly codeLens: boolean;
  readonly inlayHints: boolean;
}

const ruleSettings = ['off', 'error', 'warning', 'info', 'hint'] as const;
export type RuleSetting = (typeof ruleSettings)[number];

const defaults: DocumentSettings = { dialect: 'auto', rules: {}, codeLens: true, inlayHints: true };

/** Asks the editor for settings once for each document, until they change. */
export class Settings {
  readonly #connection: Connection;
  readonly #canAsk: boolean;
  readonly #known = new Map<string, Promise<DocumentSettings>>();

  /** `canAsk` is the client's capability `workspace.configuration`; without it the defaults hold. */
  constructor(connection: Connection, canAsk: boolean) {
    this.#connection = connection;
    this.#canAsk = canAsk;
  }

  of(uri: string): Promise<DocumentSettings> {
    if (!this.#canAsk) return Promise.resolve(defaults);
    const known = this.#known.get(uri);
    if (known !== undefined) return known;
    const asked = this.#connection.workspace
      .getConfiguration({ scopeUri: uri, section: 'drover' })
      .then(readSettings, (error: unknown) => {
        this.#connection.console.error(`settings: ${describe(error)}`);
        // Asked for again next time.
        this.#known.delete(uri);
        return defaults;
      });
    this.#known.set(uri, asked);
    return asked;
  }

  forget(uri?: string): void {
    if (uri === undefined) this.#known.clear();
    else this.#known.delete(uri);
  }
}

function readSettings(value: unknown): DocumentSettings {
  const { files, rules, codeLens, inlayHints } = (value ?? {}) as LanguageSettings;
  const dialect = files?.dialect;
  return {
    dialect: dialect === 'pm2' || dialect === 'pmdaemon' ? dialect : 'auto',
    rules: Object.fromEntries(
      Object.entries(typeof rules === 'object' && rules !== null ? rules : {}).flatMap(([code, wanted]) => {
        const setting = ruleSettings.find((one) => one === wanted);
        return setting === undefined ? [] : [[code, setting]];
      }),
    ),
    codeLens: codeLens !== false,
    inlayHints: inlayHints !== false,
  };
}
