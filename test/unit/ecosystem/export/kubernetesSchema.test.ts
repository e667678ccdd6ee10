import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { CronJob } from 'kubernetes-models/batch/v1/CronJob';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Secret } from 'kubernetes-models/v1/Secret';
import { Service } from 'kubernetes-models/v1/Service';
import { parse, parseAllDocuments } from 'yaml';
import type { ExportCase } from './exporting.ts';
import { exportTo, manyApps, textOf } from './exporting.ts';

/** They validate by the schemas of the API of Kubernetes; that a field exists is checked by the types of the exporter. */
const models: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  ConfigMap,
  CronJob,
  Deployment,
  HorizontalPodAutoscaler,
  Job,
  Secret,
  Service,
};

interface Document {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [field: string]: unknown;
}

function documentsOf(given: ExportCase): readonly Document[] {
  return exportTo('kubernetes', given).files.flatMap(({ text }) => {
    const documents = parseAllDocuments(text).map((document) => document.toJS() as Document);
    // kubectl reads YAML by the old rules.
    const old = text.split('---\n').map((part): unknown => parse(part, { version: '1.1' }));
    assert.deepEqual(old, documents);
    for (const document of documents) {
      const model = models[document.kind];
      assert.ok(model !== undefined, document.kind);
      new model(document as never).validate();
    }
    return documents;
  });
}

for (const values of [{}, { autoscale: '8', image: 'shop:1' }, { 'no-secrets': true }] as const) {
  test(`every document is one of Kubernetes, with ${JSON.stringify(values)}`, () => {
    const documents = documentsOf({ apps: manyApps, values });
    const names = documents.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    assert.equal(new Set(names).size, names.length);
    for (const { metadata } of documents) assert.match(metadata.name, /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/);
  });
}

test('the models refuse what is wrong', () => {
  const wrong = { apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 'four' } };
  assert.throws(() => new Deployment(wrong as never).validate());
});

test('what runs an app, and what belongs to it', () => {
  const documents = documentsOf({ apps: manyApps, values: { autoscale: '8' } });
  const kinds = (name: string) =>
    documents
      .filter(({ metadata }) => metadata.name.replace(/-(?:env|secret)$/, '') === name)
      .map(({ kind }) => kind);
  assert.deepEqual(kinds('web'), ['ConfigMap', 'Secret', 'Deployment', 'Service', 'HorizontalPodAutoscaler']);
  assert.deepEqual(kinds('migrate'), ['ConfigMap', 'Secret', 'Job']);
  assert.deepEqual(kinds('nightly'), ['CronJob']);
  assert.deepEqual(kinds('app-9lives-e-u'), ['Deployment', 'HorizontalPodAutoscaler']);
  const named = (kind: string, name: string) =>
    documents.find((one) => one.kind === kind && one.metadata.name === name)?.['spec'];
  assert.partialDeepStrictEqual(named('Deployment', 'web'), {
    template: {
      spec: {
        terminationGracePeriodSeconds: 5,
        securityContext: { runAsUser: 1000, runAsGroup: 1000 },
        containers: [
          {
            command: ['node', 'server.js'],
            ports: [{ containerPort: 3000 }],
            startupProbe: { httpGet: { path: '/health?a=b', port: 3000 }, failureThreshold: 30 },
            livenessProbe: { periodSeconds: 5, timeoutSeconds: 2, failureThreshold: 3 },
            resources: { limits: { memory: '512Mi' } },
          },
        ],
      },
    },
  });
  assert.partialDeepStrictEqual(named('HorizontalPodAutoscaler', 'web'), { minReplicas: 4, maxReplicas: 8 });
  assert.partialDeepStrictEqual(named('CronJob', 'nightly'), { schedule: '15 3 * * 1-5', suspend: true });
  assert.partialDeepStrictEqual(named('Job', 'migrate'), { backoffLimit: 16 });
});

test('the replicas are those of the file, and none where it is not to be started', () => {
  const apps = [
    { name: 'many', script: 'a.js', instances: 'max' },
    { name: 'later', script: 'a.js', autostart: false },
  ];
  const replicas = documentsOf({ apps }).map(({ spec }) => (spec as { replicas?: number }).replicas);
  assert.deepEqual(replicas, [4, 0]);
});

test('secrets are in a document of their own, or left out', () => {
  const apps = [
    { name: 'web', script: 'a.js', env: { API_KEY: 'abc', MODE: 'x' }, env_live: { API_KEY: 'live' } },
  ];
  const result = exportTo('kubernetes', { apps, profile: 'live' });
  assert.match(result.notes.map(({ text }) => text).join('\n'), /API_KEY are in the file as they are/);
  const [, secret] = documentsOf({ apps, profile: 'live' });
  assert.deepEqual(secret?.['stringData'], { API_KEY: 'live' });
  const hidden = exportTo('kubernetes', { apps, values: { 'no-secrets': true } });
  assert.match(textOf(hidden), /API_KEY: REPLACE_ME/);
  assert.doesNotMatch(textOf(hidden), /abc/);
});

test('a number that is none is refused with its option', () => {
  assert.throws(
    () => exportTo('kubernetes', { apps: [{ name: 'a', script: 'a.js' }], values: { autoscale: 'x' } }),
    /"--autoscale" is "x"/,
  );
});
