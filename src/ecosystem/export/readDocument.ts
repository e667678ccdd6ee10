import type { AppDocument } from '../../protocol/contract.ts';
import { parse } from '../../protocol/shape.ts';
import { formatPort, parsePort } from '../portSpec.ts';
import type { ExportedApp } from './exporter.ts';
import { specShape } from './specShape.ts';

/** The answer to `apps/specs` about one app. */
export function appDocument(id: string, app: ExportedApp): AppDocument {
  const { port } = app;
  return { ...app, app: id, spec: { ...app.spec }, port: port === null ? null : formatPort(port) };
}

/** The app of such an answer. Throws an `Error` that says what is wrong with it, as with that of another version. */
export function readDocument({ app: _, spec, port, ...rest }: AppDocument): ExportedApp {
  return { ...rest, spec: parse(specShape, spec), port: port === null ? null : (parsePort(port) ?? null) };
}
