/** Which values an option takes; the normaliser, the schema and completion all go by it. */
export type OptionType =
  | 'string'
  | 'boolean'
  | 'integer'
  | 'duration'
  | 'size'
  | 'path'
  /** A path, `true`, or `false` and `/dev/null` for none. */
  | 'logFile'
  /** A list of words, or one string that is split as a shell would. */
  | 'words'
  /** A string or a list of them, never split. */
  | 'strings'
  | 'instances'
  | 'port'
  | 'environment'
  | 'filter'
  | 'exitCodes'
  | 'watch'
  /** Globs, regular expressions, or one string with several of them separated by blanks. */
  | 'patterns'
  | 'cron'
  | 'userId'
  | 'signal'
  | 'healthCheck'
  | 'dependencies'
  /** Options of an app that apply in DEV_MODE. */
  | 'dev'
  | 'watchOptions'
  | 'any';

export type OptionOrigin = 'pm2' | 'pmdaemon' | 'drover';

export interface Option {
  /** The spelling that is suggested; its camelCase form is accepted as well. */
  readonly name: string;
  /** Other spellings, each again with its camelCase form. */
  readonly aliases: readonly string[];
  readonly type: OptionType;
  /** What a plain number means. */
  readonly unit?: 'ms' | 's' | 'bytes';
  /** The only values there are, where they can be listed. */
  readonly values?: readonly string[];
  /** What holds when the option is absent; null when nothing does. */
  readonly default: string | number | boolean | null;
  /** Whose option it is: the tools that know it by this name or an alias. */
  readonly origins: readonly OptionOrigin[];
  readonly effect: 'acted on' | 'accepted and ignored';
  readonly description: string;
  /** Where PM2, or PMDaemon for its own options, does otherwise: one or two sentences, in Markdown. */
  readonly differs?: string;
  /** The option to use in its place. */
  readonly replacedBy?: string;
}

/** One way to write the value of an option; see `optionForms`. */
export interface OptionForm {
  /** The value as JSON. */
  readonly written: string;
  /** Markdown. */
  readonly means: string;
}

/** Options that belong together, as the documentation shows them. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly Option[];
}
