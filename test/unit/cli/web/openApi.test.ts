import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openApiOf } from '../../../../src/cli/web/openApi.ts';
import { routes } from '../../../../src/cli/web/routes/routes.ts';
import { schemas } from '../../../../src/cli/web/schemas.ts';

const document = openApiOf(routes, '1.2.3', 'http://127.0.0.1:9615');

test('every operation has a name of its own, and answers that are described', () => {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path)) as {
    operationId: string;
    summary: string;
    responses: Record<string, { description: string }>;
  }[];
  assert.equal(operations.length, routes.length);
  assert.equal(new Set(operations.map(({ operationId }) => operationId)).size, routes.length);
  for (const { operationId, summary, responses } of operations) {
    assert.ok(summary !== '', operationId);
    assert.ok(
      ['401', '403', '400', '500'].every((status) => status in responses),
      operationId,
    );
    assert.ok(
      Object.values(responses).every(({ description }) => description !== ''),
      operationId,
    );
  }
});

test('its schemas can be read by a validator, and every reference leads to one', () => {
  const ajv = new Ajv2020({ strict: false });
  for (const name of Object.keys(schemas)) {
    ajv.compile({ $ref: `#/components/schemas/${name}`, components: document.components });
  }
  const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
  for (const [, name = ''] of references) assert.ok(Object.hasOwn(schemas, name), name);
});
