import type { Option } from '../options/option.ts';
import { scalarText } from '../optionReader.ts';
import { parseDuration } from '../parseDuration.ts';
import { parsePort } from '../portSpec.ts';
import { parseSize } from '../parseSize.ts';
import type { Translate } from '../translate.ts';
import { isList, isObject } from '../write/style.ts';
import type { PlainValue } from '../write/style.ts';
import { sizeText } from '../write/writtenApp.ts';

type Words = (t: Translate) => string;

/** What becomes of the value of an option. */
export type Change =
  | {
      readonly value: PlainValue;
      readonly note?: Words;
      /** Further options that belong to it. */
      readonly more?: Readonly<Record<string, PlainValue>>;
    }
  | { readonly dropped: Words };

/** A value as PMDaemon takes it: ports and variables as text, lists as lists, times as whole milliseconds. */
export function toPmdaemon(option: Option, value: PlainValue, { cpus }: { readonly cpus: number }): Change {
  if (value === null) return { dropped: (t) => t('it is null') };
  switch (option.type) {
    case 'port':
      return value === false ? { dropped: (t) => t('it is off') } : { value: scalarText(value) ?? value };
    case 'instances':
      return instancesFor(value, cpus);
    case 'environment':
      return { value: isObject(value) ? textsOf(value) : value };
    case 'words':
    case 'patterns':
      return { value: typeof value === 'string' ? value.split(/\s+/).filter((word) => word !== '') : value };
    case 'duration':
      return { value: parseDuration(value) ?? value };
    case 'integer':
      return { value: typeof value === 'string' && /^\s*[-+]?\d+\s*$/.test(value) ? Number(value) : value };
    case 'boolean':
      return { value: flagOf(value) };
    case 'watch':
      return typeof flagOf(value) === 'boolean'
        ? { value: flagOf(value) }
        : {
            value: true,
            note: (t) => t('PMDaemon takes true or false, so {0} became true', JSON.stringify(value)),
          };
    case 'size':
      return {
        value:
          typeof value === 'string' && !/^\d+(?:\.\d+)?[kmg]?b?$/i.test(value)
            ? (parseSize(value) ?? value)
            : value,
      };
    case 'userId':
      return { value: scalarText(value) ?? value };
    case 'logFile':
      return typeof value === 'boolean' ? { dropped: (t) => t('PMDaemon takes a path only') } : { value };
    default:
      return { value: option.name === 'exec_mode' ? modeOf(value) : value };
  }
}

/** A value as PM2 takes it: one port as a number, sizes in K, M and G, times in milliseconds. */
export function toPm2(option: Option, value: PlainValue): Change {
  switch (option.type) {
    case 'port':
      return portForPm2(value);
    case 'duration':
      return { value: parseDuration(value) ?? value };
    case 'size':
      return { value: sizeForPm2(value) };
    case 'boolean':
      return { value: flagOf(value) };
    default:
      return { value: option.name === 'exec_mode' ? modeOf(value) : value };
  }
}

function instancesFor(value: PlainValue, cpus: number): Change {
  const text = scalarText(value)?.trim() ?? '';
  const number = text.toLowerCase() === 'max' ? 0 : Math.trunc(Number(text));
  if (number >= 1) return { value: number };
  if (Number.isNaN(number)) return { value };
  const count = Math.max(1, cpus + number);
  return { value: count, note: (t) => t('PMDaemon takes a number only, so {0} became {1}', text, count) };
}

function portForPm2(value: PlainValue): Change {
  const port = parsePort(value);
  if (port?.kind === 'auto') return { dropped: (t) => t('PM2 finds no free ports') };
  if (port?.kind === 'single') return { value: port.port };
  // Each instance gets the next one.
  return port === undefined ? { value } : { value: port.from, more: { increment_var: 'PORT' } };
}

function sizeForPm2(value: PlainValue): PlainValue {
  if (typeof value !== 'string' || /^\d+[KMG]?$/.test(value)) return value;
  const bytes = parseSize(value);
  if (bytes === undefined) return value;
  return bytes % 1024 === 0 ? sizeText(bytes) : bytes;
}

function textsOf(variables: { readonly [key: string]: PlainValue }): PlainValue {
  const entries = Object.entries(variables).filter(([, value]) => value !== null);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      isList(value) || isObject(value) ? JSON.stringify(value) : String(value),
    ]),
  );
}

function flagOf(value: PlainValue): PlainValue {
  if (value === 'true' || value === 1) return true;
  return value === 'false' || value === 0 ? false : value;
}

function modeOf(value: PlainValue): PlainValue {
  return typeof value === 'string' ? value.toLowerCase().replace(/_mode$/, '') : value;
}
