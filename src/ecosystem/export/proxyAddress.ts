import { isIP } from 'node:net';
import { ExportValueError } from './optionValues.ts';

/** Where a proxy listens. */
export interface ProxyAddress {
  /** As written: a name, an address, or `[::1]`; null for every address of the machine. */
  readonly host: string | null;
  readonly port: number;
}

/** Nobody else can reach it until somebody says so. */
export const usualAddress: ProxyAddress = { host: '127.0.0.1', port: 8080 };

/** Reads `8080`, `0.0.0.0:8080` or `[::1]:8080`. Throws an `ExportValueError` for anything else. */
export function readProxyAddress(written: string | true | undefined): ProxyAddress {
  if (written === undefined) return usualAddress;
  const match = /^(?:([\d.]+|\[[\da-f:.]+\]|\*):)?(\d+)$/i.exec(String(written).trim());
  const host = match?.[1] ?? null;
  const port = Number(match?.[2] ?? NaN);
  const isAddress = host === null || host === '*' || isIP(host.replace(/^\[|\]$/g, '')) !== 0;
  if (match === null || !isAddress || port < 1 || port > 65_535)
    throw new ExportValueError(
      `--listen takes a port or an address with one, as in 0.0.0.0:8080; not "${String(written)}".`,
    );
  return { host: host === '*' ? null : host, port };
}

/** The address of the app at a place in the list: each listens on a port of its own, one behind the other. */
export function addressAt({ host, port }: ProxyAddress, index: number): ProxyAddress {
  if (port + index > 65_535)
    throw new ExportValueError(`There are not enough ports behind ${port} for all apps.`);
  return { host, port: port + index };
}
