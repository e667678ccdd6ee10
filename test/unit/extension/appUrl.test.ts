import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appUrl, defaultUrl } from '../../../src/extension/commands/appUrl.ts';

test('the port stands where the template wants it', () => {
  assert.equal(appUrl(defaultUrl, 3000), 'http://localhost:3000/');
  assert.equal(
    appUrl('https://{port}.example.test/docs?from={port}', 80),
    'https://80.example.test/docs?from=80',
  );
});

test('only what a browser opens is opened', () => {
  for (const template of ['file:///etc/passwd', 'command:workbench.action.quit', 'localhost:{port}', '']) {
    assert.equal(appUrl(template, 3000), undefined, template);
  }
});
