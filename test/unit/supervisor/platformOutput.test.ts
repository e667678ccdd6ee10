import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  parseEnvironments,
  parseLsofListeners,
  parsePs,
} from '../../../src/supervisor/platform/darwinOutput.ts';
import { parseListeningSockets } from '../../../src/supervisor/platform/procNet.ts';
import { parseProcStat } from '../../../src/supervisor/platform/procStat.ts';
import { tokenIn } from '../../../src/supervisor/platform/tokenIn.ts';
import { parseCimProcesses, parseNetstat } from '../../../src/supervisor/platform/windowsOutput.ts';

describe('what Linux says', () => {
  const rest = '4194304 1205 0 3 0 10 4 0 0 20 0 11 0 883421 1292034048 12045 18446744073709551615 1 1 0';

  it('a stat line gives parent, group and start time', () => {
    assert.deepEqual(parseProcStat(`42 (node) S 7 40 40 0 -1 ${rest}`), {
      pid: 42,
      ppid: 7,
      pgid: 40,
      zombie: false,
      start: '883421',
    });
  });

  for (const command of ['a b', ') S 1 2 (', 'x) Z 1', 'tab\tnew\nline', '']) {
    it(`a command named ${JSON.stringify(command)} does not confuse it`, () => {
      assert.deepEqual(parseProcStat(`42 (${command}) Z 7 40 40 0 -1 ${rest}`), {
        pid: 42,
        ppid: 7,
        pgid: 40,
        zombie: false,
        start: '883421',
      });
    });
  }

  it('who has no thread left that runs is a zombie', () => {
    const zombie = (state: string, text: string) =>
      parseProcStat(`42 (node) ${state} 7 40 40 0 -1 ${text}`)?.zombie;
    const single = rest.replace(' 0 11 0 ', ' 0 1 0 ');
    const none = rest.replace(' 0 11 0 ', ' 0 0 0 ');
    assert.deepEqual(
      [zombie('Z', rest), zombie('Z', single), zombie('X', none), zombie('S', single)],
      [false, true, true, false],
    );
  });

  it('something else is no stat line', () => {
    assert.equal(parseProcStat(''), undefined);
    assert.equal(parseProcStat('42 (node'), undefined);
    assert.equal(parseProcStat('42 (node) S 1'), undefined);
  });

  it('only listening sockets are taken from /proc/net/tcp and tcp6', () => {
    const header =
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
    const v4 =
      '   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 5512 1 0 100 0 0 10 0\n' +
      '   1: 0100007F:1F40 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 5513 1 0 20 4 30 10 -1\n';
    const v6 =
      '   0: 00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A 00000000:00000000 ' +
      '00:00000000 00000000     0        0 77 1 0 100 0 0 10 0\n';
    assert.deepEqual(parseListeningSockets(header + v4), [{ port: 8000, inode: '5512' }]);
    assert.deepEqual(parseListeningSockets(header + v6), [{ port: 3000, inode: '77' }]);
    assert.deepEqual(parseListeningSockets(''), []);
  });

  it('the token is found among the variables and nowhere else', () => {
    const block = (...variables: string[]): Buffer =>
      Buffer.from(variables.map((one) => `${one}\0`).join(''));
    assert.equal(tokenIn(block('DROVER_INSTANCE=k:1:2:a b/0', 'HOME=/')), 'k:1:2:a b/0');
    assert.equal(tokenIn(block('HOME=/', 'X_DROVER_INSTANCE=no', 'DROVER_INSTANCE=yes')), 'yes');
    assert.equal(tokenIn(block('X_DROVER_INSTANCE=no', 'A=DROVER_INSTANCE=no')), undefined);
    assert.equal(tokenIn(Buffer.from('DROVER_INSTANCE=unended')), 'unended');
    assert.equal(tokenIn(Buffer.alloc(0)), undefined);
  });
});

describe('what macOS says', () => {
  it('ps gives rows with the start time in one form', () => {
    const text =
      '    1     0     1 Ss   Mon Nov 16 08:01:22 2026    \n' +
      '  501     1   501 S+   Sat Nov 21 09:04:05 2026    \n' +
      '  502   501   501 Z    Sat Nov  7 09:04:06 2026    \n\n';
    assert.deepEqual(parsePs(text), [
      { pid: 1, ppid: 0, pgid: 1, zombie: false, start: 'Mon Nov 16 08:01:22 2026' },
      { pid: 501, ppid: 1, pgid: 501, zombie: false, start: 'Sat Nov 21 09:04:05 2026' },
      { pid: 502, ppid: 501, pgid: 501, zombie: true, start: 'Sat Nov 7 09:04:06 2026' },
    ]);
  });

  it('the token is read from the environment behind the command', () => {
    const text =
      '  501 /usr/local/bin/node server.js PATH=/bin DROVER_INSTANCE=k:1:2:my app#web/0 HOME=/Users/me\n' +
      '  502 node DROVER_INSTANCE=k:1:3:web/1\n' +
      '  503 /sbin/launchd\n';
    assert.deepEqual(
      [...parseEnvironments(text)],
      [
        [501, 'k:1:2:my app#web/0'],
        [502, 'k:1:3:web/1'],
      ],
    );
  });

  it('lsof gives the command and the ports of each listener', () => {
    const text =
      'p501\ncnode\nf21\nn127.0.0.1:3000\nf22\nn[::1]:3000\nf23\nn*:9229\np777\ncpython3.12\nf3\nn*:8000\n';
    assert.deepEqual(
      [...parseLsofListeners(text)],
      [
        [501, { command: 'node', ports: [3000, 9229] }],
        [777, { command: 'python3.12', ports: [8000] }],
      ],
    );
    assert.equal(parseLsofListeners('').size, 0);
  });
});

describe('what Windows says', () => {
  it('CIM gives rows, those without a creation time included', () => {
    assert.deepEqual(parseCimProcesses('0|0|\r\n4|0|134083921234567890\r\n5120|4|134083921334567890\r\n'), [
      { pid: 0, ppid: 0, pgid: 0, zombie: false, start: '' },
      { pid: 4, ppid: 0, pgid: 0, zombie: false, start: '134083921234567890' },
      { pid: 5120, ppid: 4, pgid: 0, zombie: false, start: '134083921334567890' },
    ]);
  });

  it('a process older than its parent is nobody’s child: the parent’s pid was given away again', () => {
    const [, child] = parseCimProcesses('10|4|134083921334567890\n11|10|134083921234567890\n');
    assert.equal(child?.ppid, 0);
  });

  it('netstat gives listeners in any language', () => {
    const text =
      '\r\nAktive Verbindungen\r\n\r\n  Proto  Lokale Adresse         Remoteadresse          Status           PID\r\n' +
      '  TCP    0.0.0.0:3000           0.0.0.0:0              ABHÖREN          5120\r\n' +
      '  TCP    127.0.0.1:49701        127.0.0.1:3000         HERGESTELLT      5121\r\n' +
      '  TCP    [::]:3000              [::]:0                 LISTENING        5120\r\n';
    assert.deepEqual(parseNetstat(text), [
      { port: 3000, pid: 5120 },
      { port: 3000, pid: 5120 },
    ]);
  });
});
