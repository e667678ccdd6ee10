import assert from 'node:assert/strict';
import { test } from 'node:test';
import { propose } from '../../../src/ecosystem/create/proposal.ts';
import { describeProposal } from '../../../src/extension/create/describeProposal.ts';
import { english } from '../../../src/ecosystem/translate.ts';

test('a proposal says what is run, where it was found and what is known of it', () => {
  const proposal = propose({
    name: 'api',
    script: 'bin/rails',
    args: ['server', '--port', '{PORT}'],
    interpreter: 'ruby',
    nodeArgs: ['-W0'],
    cwd: 'api',
    port: 3000,
    instances: 2,
    makesCluster: true,
    reason: { code: 'procfile', data: { file: 'api/Procfile', name: 'web' } },
  });
  assert.deepEqual(describeProposal(proposal, english), {
    description: 'ruby -W0 bin/rails server --port 3000 in api',
    detail: 'Process "web" of api/Procfile · port 3000 · 2 instances · makes its own cluster',
  });
});

test('what is not known is left out', () => {
  const reason = { code: 'go-main', data: { file: 'main.go' } } as const;
  assert.deepEqual(
    describeProposal(propose({ name: 'x', script: 'go', args: ['run', '.'], cwd: '', reason }), english),
    {
      description: 'go run .',
      detail: 'Found by main.go',
    },
  );
});
