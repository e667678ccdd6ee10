import { composeFormat } from './compose.ts';
import type { ExportedApp, Exported } from './exporter.ts';
import { haproxyFormat } from './haproxy.ts';
import { kubernetesFormat } from './kubernetes.ts';
import { nginxFormat } from './nginx.ts';
import { pm2Format } from './pm2.ts';
import { pmdaemonFormat } from './pmdaemon.ts';
import { systemdFormat } from './systemd.ts';

/** An option of one format, given as `--<name>` on the command line. */
export interface ExportOption {
  /** Lower case words with hyphens: `server-name`. */
  readonly name: string;
  /** What stands for its value in the help; null for a switch. */
  readonly value: string | null;
  readonly description: string;
}

/** What was given for the options of a format, by their names: text, or true for a switch. */
export type ExportValues = Readonly<Record<string, string | true>>;

/** Where the files will be: relative paths in them start at `folder`, which is absolute. */
export interface ExportPlace {
  readonly folder: string;
  /** The ports that instances have at the moment, by the names of their apps; absent where nothing runs. */
  readonly livePorts?: Readonly<Record<string, readonly number[]>>;
  /** The profile that the variables are by; null or absent for none. */
  readonly profile?: string | null;
}

/** A tool that apps can be exported to. */
export interface ExportFormat {
  /** As named on the command line. */
  readonly name: string;
  /** The tool's own name. */
  readonly title: string;
  /** What comes out of it: one sentence that starts in lower case and has no full stop. */
  readonly description: string;
  readonly options: readonly ExportOption[];
  /** The line between files that are printed one after another; null where they cannot be one text. */
  readonly separator: string | null;
  /** Throws an `ExportError` for a value that an option cannot have, or apps that it can make nothing of. */
  readonly export: (apps: readonly ExportedApp[], values: ExportValues, place: ExportPlace) => Exported;
}

/** Every format, as help and menus list them. */
export const exportFormats: readonly ExportFormat[] = [
  composeFormat,
  kubernetesFormat,
  systemdFormat,
  nginxFormat,
  haproxyFormat,
  pm2Format,
  pmdaemonFormat,
];
