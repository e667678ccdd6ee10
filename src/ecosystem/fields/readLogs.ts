import type { LogSpec } from '../appSpec.ts';
import type { OptionReader } from '../optionReader.ts';
import { resolvePath } from '../program.ts';

/** The options about output. Paths start at `cwd`. */
export function readLogs(read: OptionReader, base: LogSpec, cwd: string): LogSpec {
  const dateFormat =
    read.text('log_date_format') ?? (read.flag('time') === true ? 'YYYY-MM-DDTHH:mm:ss' : undefined);
  const type = read.choice('log_type', { json: 'json', raw: 'raw' });
  return {
    out: readLogFile(read, 'out_file', cwd) ?? base.out,
    error: readLogFile(read, 'error_file', cwd) ?? base.error,
    combined:
      read.value('log_file') === true ? 'default' : (readLogFile(read, 'log_file', cwd) ?? base.combined),
    merge: read.flag('merge_logs') ?? base.merge,
    dateFormat: dateFormat === undefined || dateFormat === '' ? base.dateFormat : dateFormat,
    json: type === undefined ? base.json : type === 'json',
    disabled: read.flag('disable_logs') ?? base.disabled,
  };
}

/** `true` leaves the file of a stream to Drover, as when the option is absent. */
function readLogFile(read: OptionReader, name: string, cwd: string): string | undefined {
  const value = read.value(name);
  if (value === false || value === '/dev/null' || value === 'NULL') return 'off';
  if (value === true) return undefined;
  const path = read.text(name);
  return path === undefined || path === '' ? undefined : resolvePath(cwd, path);
}
