import type { Option, OptionForm } from '../options/option.ts';

/**
 * What may stand at a place of an ecosystem file, made of the option table by `shapeAt`. The value of a named member
 * may be `null`, which counts as absent; elsewhere only where `forms` has it.
 */
export interface Shape {
  /** In a few words, in Markdown: "time in ms". */
  readonly type: string;
  /** Every way to write it, the usual one first. */
  readonly forms: readonly Form[];
  /** One or two sentences, in which names of options and values are in quotes; empty where there is nothing to say. */
  readonly description: string;
  /** The option whose value it is; null for the root, for what stands inside of an option, and for sections. */
  readonly option: Option | null;
  /** What holds when it is absent: a value, or words that say where it comes from; null when nothing does. */
  readonly default: Option['default'];
  readonly unit: Option['unit'] | null;
  /** Values that are worth suggesting, with what each means. */
  readonly examples: readonly OptionForm[];
  /** Of texts there are none but the examples; case does not matter. */
  readonly isEnumeration: boolean;
  /** Where more suggestions come from: what is on disk, in the file or in the system. */
  readonly source: Source | null;
}

export type Form =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly only?: boolean }
  | NumberForm
  /** `pattern` is a regular expression without flags that fits exactly the texts that are accepted. */
  | { readonly kind: 'string'; readonly pattern?: string }
  | { readonly kind: 'array'; readonly items: Shape | null }
  | ObjectForm;

export interface NumberForm {
  readonly kind: 'number';
  readonly whole: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface ObjectForm {
  readonly kind: 'object';
  /** A function, since `dev` holds the options of an app again. */
  readonly members: () => Members;
}

/** Where values come from that no table can list. */
export type Source =
  | 'script'
  | 'folder'
  | 'file'
  | 'envFile'
  | 'logFile'
  | 'watched'
  | 'interpreter'
  | 'app'
  | 'namespace'
  | 'timeZone'
  | 'variable';

/** The properties that an object may have. */
export interface Members {
  readonly named: readonly Member[];
  /** Properties whose names the user makes up; the first pattern that fits counts. */
  readonly patterned: readonly PatternMember[];
  /** Names that are neither are accepted and mean nothing, so that they may not be called wrong. */
  readonly isOpen: boolean;
  /** Under which condition which properties must be there, beyond what any object needs. */
  readonly needs: readonly Need[];
}

export interface Member {
  /** The spelling that is suggested. */
  readonly name: string;
  /** All others that are accepted. */
  readonly aliases: readonly string[];
  readonly shape: Shape;
  /** What it belongs to, as the documentation groups it: "Restart". */
  readonly group: string;
  /** The tool whose file this is does not know it; Drover does. */
  readonly isForeign: boolean;
  /** It is accepted, and does nothing. */
  readonly isIgnored: boolean;
  /** It makes sense only where a sibling has one of these values, as `url` does for `check_type: "http"`. */
  readonly only?: { readonly where: string; readonly is: readonly string[] };
}

export interface PatternMember {
  /** As documentation writes it: `env_<profile>`; null for what is not worth suggesting. */
  readonly name: string | null;
  /** A regular expression without flags. */
  readonly pattern: string;
  readonly shape: Shape;
}

/** Without `when`, and where the property of that name has that value, one of `oneOf` must be there. */
export interface Need {
  readonly when: { readonly name: string; readonly is: string } | null;
  readonly oneOf: readonly string[];
}

/** Of `{ name }` in `members`, in any accepted spelling; undefined for a name that nobody knows. */
export function memberOf(members: Members, name: string): Member | PatternMember | undefined {
  return (
    members.named.find((member) => member.name === name || member.aliases.includes(name)) ??
    members.patterned.find(({ pattern }) => new RegExp(pattern).test(name))
  );
}

/** The properties of a shape that may be an object; undefined of any other. */
export function membersOf(shape: Shape | undefined): Members | undefined {
  return shape?.forms.find((form): form is ObjectForm => form.kind === 'object')?.members();
}

/** The shape of the items of a shape that may be a list; undefined of any other. */
export function itemsOf(shape: Shape | undefined): Shape | undefined {
  return shape?.forms.find((form) => form.kind === 'array')?.items ?? undefined;
}
