import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileDateFormat } from '../../../src/ecosystem/dateFormat.ts';
import { compileLineFormat } from '../../../src/supervisor/logs/lineFormat.ts';
import type { LogBlock } from '../../../src/supervisor/logs/logBlock.ts';

const at = new Date(2026, 2, 4, 15, 6, 7, 89).getTime();
const block: LogBlock = { at, stream: 'err', bytes: Buffer.from('one\r\ntwo "2"\n'), skip: 0, count: 2 };
const origin = { app: 'web', index: 2 };

describe('log_date_format', () => {
  const table: readonly (readonly [string, string])[] = [
    ['YYYY-MM-DD HH:mm:ss', '2026-03-04 15:06:07'],
    ['YYYY-MM-DDTHH:mm:ss.SSS', '2026-03-04T15:06:07.089'],
    ['YY/M/D H:m:s', '26/3/4 15:6:7'],
    ['hh:mm A, h a', '03:06 PM, 3 pm'],
    ['ddd D MMM, dddd D MMMM', 'Wed 4 Mar, Wednesday 4 March'],
    ['[at] YYYY [YYYY]', 'at 2026 YYYY'],
    ['x X', `${at} ${Math.floor(at / 1000)}`],
    ['', ''],
  ];
  for (const [format, expected] of table) {
    it(`${JSON.stringify(format)} gives ${expected}`, () => {
      assert.equal(compileDateFormat(format)(at), expected);
    });
  }

  it('Z gives the offset from UTC', () => {
    const text = compileDateFormat('Z')(at);
    assert.match(text, /^[+-]\d\d:\d\d$/);
    assert.equal(new Date(`2026-03-04T15:06:07.089${text}`).getTime(), at);
    assert.equal(compileDateFormat('ZZ')(at), text.replace(':', ''));
  });

  it('another time gives another text', () => {
    const format = compileDateFormat('ss.SSS');
    assert.deepEqual([format(at), format(at), format(at + 1)], ['07.089', '07.089', '07.090']);
  });
});

describe('the format of lines in files', () => {
  it('is none without options, so that bytes stay as they are', () => {
    assert.equal(compileLineFormat({ json: false, dateFormat: null }, origin), undefined);
  });

  it('puts the date before every line', () => {
    const format = compileLineFormat({ json: false, dateFormat: 'HH:mm' }, origin);
    assert.equal(format?.(block).toString(), '15:06: one\n15:06: two "2"\n');
  });

  it('makes one JSON document of every line', () => {
    const format = compileLineFormat({ json: true, dateFormat: null }, origin);
    const documents: unknown[] = (format?.(block).toString() ?? '')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const common = { timestamp: new Date(at).toISOString(), type: 'err', process_id: 2, app_name: 'web' };
    assert.deepEqual(documents, [
      { message: 'one', ...common },
      { message: 'two "2"', ...common },
    ]);
  });

  it('dates JSON lines by log_date_format', () => {
    const format = compileLineFormat({ json: true, dateFormat: 'YYYY' }, origin);
    assert.match(format?.(block).toString() ?? '', /"timestamp":"2026"/);
  });
});
