import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { droverIn } from './droverIn.ts';
import { repository, TestWorkspace } from './testWorkspace.ts';

const run = promisify(execFile);

const files = {
  'ecosystem.config.js': `module.exports = { apps: [
    { name: 'clock', script: 'sleep', args: '1000', instances: 2, exec_mode: 'fork', env_production: { A: '1' } },
    { name: 'clown', script: 'sleep', args: '1000' },
  ] };`,
};

/** What each shell makes of the words `drover restart clo`, `drover restart clock --env p` and `drover signal SIGUSR`. */
const lines = ['drover restart clo', 'drover restart clock --env p', 'drover signal SIGUSR'];
const expected = ['clock clown clock-0 clock-1', 'production', 'SIGUSR1 SIGUSR2'];

async function workspaceWithApps(): Promise<TestWorkspace> {
  const workspace = new TestWorkspace({ files });
  const { code, err } = await droverIn(workspace).run(['start', '--wait']);
  assert.equal(code, 0, err);
  return workspace;
}

/** Runs a shell in which `drover` is a command. */
async function shell(workspace: TestWorkspace, file: string, args: readonly string[]): Promise<string> {
  const env = {
    ...workspace.env,
    DROVER_HOME: '',
    DROVER_NODE: process.execPath,
    HOME: workspace.root,
    XDG_CONFIG_HOME: workspace.root,
    PATH: `${join(repository, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
  };
  const { stdout } = await run(file, [...args], { cwd: workspace.folder, env, timeout: 60_000 });
  return stdout;
}

test('bash completes verbs, apps, profiles and signals', async () => {
  await using workspace = await workspaceWithApps();
  const ask = `
    source <(drover completion bash)
    complete -p drover
    for line in ${lines.map((line) => `'${line}'`).join(' ')}; do
      read -ra COMP_WORDS <<< "$line"
      COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
      _drover_complete
      echo "\${COMPREPLY[*]}"
    done`;
  const [binding, ...completed] = (await shell(workspace, 'bash', ['--norc', '-c', ask])).trim().split('\n');
  assert.equal(binding, 'complete -o default -F _drover_complete drover');
  assert.deepEqual(completed, expected);
});

test('zsh completes them at its prompt', { skip: skipWithout('zsh') }, async () => {
  await using workspace = await workspaceWithApps();
  // The shell types the rest of the only candidate, and what Enter then runs says what it was given.
  const ask = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    zpty -w shell "PS1='' RPS1='' PROMPT_EOL_MARK=''; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D"
    zpty -w shell 'source <(drover completion zsh)'
    zpty -w shell 'drover() { if [[ $1 == complete ]]; then command drover "$@"; else echo got: "$@"; fi }; echo rea""dy'
    zpty -r -m shell seen '*ready*'
    zpty -w -n shell $'drover restart clock --env p\\t\\n'
    zpty -r -m shell seen $'*got: *\\n*'
    print -r -- "$seen"`;
  assert.match(await shell(workspace, 'zsh', ['-f', '-c', ask]), /got: restart clock --env production/);
});

test('fish completes them', { skip: skipWithout('fish') }, async () => {
  await using workspace = await workspaceWithApps();
  const ask = `drover completion fish | source; for line in ${lines.map((line) => `'${line}'`).join(' ')}; complete -C $line; echo; end`;
  const blocks = (await shell(workspace, 'fish', ['--no-config', '-c', ask])).trimEnd().split('\n\n');
  const completed = blocks.map((block) => block.split('\n').map((line) => line.split('\t')[0]));
  assert.deepEqual(
    completed.map((values) => values.toSorted()),
    expected.map((values) => values.split(' ').toSorted()),
  );
});

function skipWithout(name: string): string | false {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, name))) ? false : `${name} is not installed`;
}
