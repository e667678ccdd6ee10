import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoverAt } from '../../../../src/ecosystem/features/hover.ts';
import { optionTable } from '../../../../src/ecosystem/optionTable.ts';
import { places, nodeOf } from '../../../../src/ecosystem/tree/locate.ts';
import { factsWith, instance, offsetOf, runningApp, shopTrees, treeOf } from './sources.ts';

const running = [
  runningApp('web', {
    sharing: 'ports',
    instances: [
      instance('web', 0, { port: 8000 }),
      instance('web', 1, { port: 8003, restarts: 2 }),
      instance('web', 2, { status: 'waiting restart', pid: null }),
    ],
    status: 'waiting restart',
    env: { NODE_ENV: 'development', API_TOKEN: 'abc' },
  }),
];

const table: readonly (readonly [word: string, before: string, expected: readonly RegExp[]])[] = [
  [
    'instances',
    '',
    [/^\*\*`instances`\*\* · whole number or `"max"` · default `1`/, /`"max"`: 8 instances on this/],
  ],
  [
    'max',
    'instances',
    [/8 instances on this machine, which has 8 cores/, /Now: waiting restart, 2 of 3 online/],
  ],
  ['port', 'max', [/- PM2: PM2 knows one number/, /- PMDaemon: knows it/, /now 8000, 8003/]],
  ['1.5G', '', [/`"1\.5G"`: 1,610,612,736 bytes/, /size in bytes/]],
  ['*/5', '', [/next: today 12:05, today 12:10, today 12:15 \(local time\)/]],
  ['90000', '', [/`90000`: 90 s/, /default 0 ms/]],
  [
    'server.js',
    '',
    [
      /→ `\/shop\/app\/server\.js` \(there is nothing yet\)/,
      /`web-1`: online, process 4001, port 8003, 2 restarts/,
    ],
  ],
  ['app', 'cwd', [/→ `\/shop\/app`/]],
  [
    'env_file',
    '',
    [/→ `\/shop\/\.env`/, /- PM2: PM2 takes it for the variables/, /- PMDaemon: does not know it/],
  ],
  ['NODE_ENV', '', [/value of a variable/, /Now: `development`/]],
  ['API_TOKEN', '', [/Now: `\*\*\*`/]],
  ['exec', 'queue.js'.slice(0, 0), [/`exec` is another spelling of `script`\./, /\*\*`script`\*\*/]],
  ['url', '', [/What is asked for/]],
];

for (const tree of shopTrees) {
  test(`what is said of options and values: ${tree.language}`, () => {
    const facts = factsWith({ running, kindOf: (path) => (path.endsWith('.js') ? null : undefined) });
    for (const [word, before, expected] of table) {
      const at = word === 'exec' ? offsetOf(tree.text, 'exec', 'queue') : offsetOf(tree.text, word, before);
      const hover = hoverAt(tree, at, facts);
      for (const part of expected) assert.match(hover?.markdown ?? '', part, word);
      assert.ok(hover !== null && hover.start < at && at <= hover.end, word);
    }
  });
}

test('nothing is said between options, of unknown ones and outside of the apps', () => {
  const text = `const a = 1;\nmodule.exports = { apps: [{ nonsense: 1, script: 'a.js' }] };`;
  const tree = treeOf('javascript', text);
  for (const word of ['a = 1', 'nonsense', '{ apps', '}] }'])
    assert.equal(hoverAt(tree, offsetOf(text, word), factsWith()), null, word);
});

test('what a file says cannot become a link, an image or a command', () => {
  const evil = '`` [x](command:rm) ![y](http://e) <b> $(zap)';
  const all = Object.fromEntries(optionTable.map(({ name }) => [name, evil]));
  const text = JSON.stringify({
    apps: [
      {
        ...all,
        env: { [evil]: evil },
        health_check: { url: evil, check_type: evil },
        depends_on: { [evil]: evil },
      },
    ],
  });
  const tree = treeOf('json', text);
  const facts = factsWith({
    running: [runningApp(evil, { interpreter: evil, env: { [evil]: evil }, instances: [instance(evil, 0)] })],
  });
  let count = 0;
  for (const place of places(tree.root)) {
    const hover = hoverAt(tree, nodeOf(place).start + 1, facts);
    if (hover === null) continue;
    count++;
    const outside = hover.markdown
      .replace(/(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
      .replace(/\[Documentation\]\(https:\/\/example\.org\/options\.md#\w+\)/, '');
    assert.doesNotMatch(outside, /command:|http:|<b>|\$\(|!\[/, hover.markdown);
  }
  assert.ok(count > 6);
});

test('the name of an app that is a key says its state', () => {
  const text = `apps:\n  web:\n    script: a.js\n`;
  const facts = factsWith({ running: [runningApp('web')] });
  const hover = hoverAt(treeOf('yaml', text), offsetOf(text, 'web'), facts);
  assert.equal(hover?.markdown, '**`web`** · online\n\n- `web-0`: online, process 4000');
});

test('an option without effect, and one of the server commands that have workers', () => {
  const text = `{ "apps": [{ "script": "uvicorn main:app", "vizion": false, "instances": 0 }] }`;
  const tree = treeOf('json', text);
  assert.match(
    hoverAt(tree, offsetOf(text, 'vizion'), factsWith())?.markdown ?? '',
    /has no effect[\s\S]*without effect/,
  );
  assert.match(
    hoverAt(tree, offsetOf(text, 'instances'), factsWith())?.markdown ?? '',
    /as many as `--workers`/,
  );
});
