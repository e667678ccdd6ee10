import type { AppPlan, AppSpec, PortSpec } from '../appSpec.ts';
import type { LocatedProgram } from '../locateProgram.ts';

/** A file that an export would write; `path` is relative to the folder that the user chooses. */
export interface ExportedFile {
  readonly path: string;
  readonly text: string;
  /** It holds secrets in clear. */
  readonly isSecret?: boolean;
}

/** Something that the other tool cannot do; it is also a comment in the file where that has comments. */
export interface ExportNote {
  /** The app that it is about; null for all of them. */
  readonly app: string | null;
  readonly text: string;
}

export interface Exported {
  readonly files: readonly ExportedFile[];
  readonly notes: readonly ExportNote[];
}

/** One app as it is to be run elsewhere; `exportedApp` makes it of a spec. */
export interface ExportedApp {
  readonly spec: AppSpec;
  /** How many instances it has where `instances` leaves that to the machine. */
  readonly instances: number;
  /** Its own variables, without the shell's: env files, `env` and the chosen profile, merged. */
  readonly env: Readonly<Record<string, string>>;
  /** How its instances share their port here; `ports` has one for each. */
  readonly sharing: AppPlan['sharing'];
  /** `port`, and with `increment_var: "PORT"` the range that it comes to. */
  readonly port: PortSpec | null;
  /** What is run, with bare names looked up and the interpreter decided, before workers of web servers are. */
  readonly program: LocatedProgram;
  /** The folder with its Dockerfile: `cwd`, else that of the ecosystem file; null where none has one. */
  readonly dockerFolder: string | null;
}

/** Turns apps into the files of another tool. Pure: it reads nothing and knows nothing of this machine. */
export type Exporter<Options> = (apps: readonly ExportedApp[], options: Options) => Exported;
