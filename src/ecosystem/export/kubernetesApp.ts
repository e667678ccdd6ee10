import type { Deployment } from 'kubernetes-types/apps/v1.d.ts';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2.d.ts';
import type { CronJob, Job } from 'kubernetes-types/batch/v1.d.ts';
import type { ConfigMap, PodTemplateSpec, Secret, Service } from 'kubernetes-types/core/v1.d.ts';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.d.ts';
import type { Container } from './container.ts';
import { containerOf } from './container.ts';
import { kubernetesTask } from './kubernetesTask.ts';
import { splitVariables } from './kubernetesVariables.ts';
import type { ExportedApp } from './exporter.ts';
import { kubernetesPod } from './kubernetesPod.ts';
import { kubernetesProbes, seconds } from './kubernetesProbes.ts';

export interface KubernetesFacts {
  readonly name: string;
  readonly image: string;
  /** The most replicas of an autoscaler; null for none. */
  readonly autoscale: number | null;
  readonly hidesSecrets: boolean;
}

/** A document of Kubernetes, of those that an app needs. */
export type KubernetesObject =
  ConfigMap | Secret | Deployment | Job | CronJob | Service | HorizontalPodAutoscaler;

export interface KubernetesApp {
  readonly objects: readonly KubernetesObject[];
  readonly notes: readonly string[];
}

/** What runs as many pods as the app has instances, and what belongs to it: its variables first. */
export function kubernetesApp(app: ExportedApp, facts: KubernetesFacts): KubernetesApp {
  const { spec } = app;
  const { name } = facts;
  const container = containerOf(app);
  const labels = {
    'app.kubernetes.io/name': name,
    ...(spec.namespace === 'default' ? {} : { 'app.kubernetes.io/part-of': labelValue(spec.namespace) }),
    'app.kubernetes.io/managed-by': 'drover',
  };
  const metadata = (suffix = ''): ObjectMeta => ({ name: `${name}${suffix}`, labels });
  const { plain, secret, notes } = splitVariables(container.env, facts.hidesSecrets);
  const isTask = spec.oneShot || !spec.autorestart;
  const pod = kubernetesPod({
    app,
    container,
    name,
    image: facts.image,
    probes: isTask ? {} : kubernetesProbes(app, container),
    configMap: plain === null ? null : `${name}-env`,
    secret: secret === null ? null : `${name}-secret`,
    cpuRequest: facts.autoscale !== null && !isTask ? '250m' : null,
  });
  const template = { metadata: { labels }, spec: pod };
  const workload = isTask
    ? kubernetesTask(app, metadata(), template)
    : { object: deploymentOf(app, metadata(), template, facts.autoscale !== null), notes: [] };
  return {
    objects: [
      ...(plain === null
        ? []
        : [
            {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              metadata: metadata('-env'),
              data: plain,
            } satisfies ConfigMap,
          ]),
      ...(secret === null
        ? []
        : [
            {
              apiVersion: 'v1',
              kind: 'Secret',
              metadata: metadata('-secret'),
              type: 'Opaque',
              stringData: secret,
            } satisfies Secret,
          ]),
      workload.object,
      ...(container.port === null || isTask ? [] : [serviceOf(container.port, metadata())]),
      ...(facts.autoscale === null || isTask ? [] : [autoscalerOf(app, metadata(), facts.autoscale)]),
    ],
    notes: [
      ...container.notes,
      ...(isTask ? [] : workloadNotes(app, container, facts)),
      ...notes,
      ...workload.notes,
    ],
  };
}

function selectorOf(metadata: ObjectMeta): Record<string, string> {
  return { 'app.kubernetes.io/name': metadata.name ?? '' };
}

function deploymentOf(
  { spec, instances }: ExportedApp,
  metadata: ObjectMeta,
  template: PodTemplateSpec,
  isScaled: boolean,
): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      // An autoscaler sets it, and what a file says would undo that.
      ...(isScaled && spec.autostart ? {} : { replicas: spec.autostart ? instances : 0 }),
      selector: { matchLabels: selectorOf(metadata) },
      ...(spec.minUptimeMs === 1000 ? {} : { minReadySeconds: seconds(spec.minUptimeMs) }),
      // As a reload here: the new one is ready before the old one goes.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template,
    },
  };
}

function serviceOf(port: number, metadata: ObjectMeta): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { selector: selectorOf(metadata), ports: [{ port, targetPort: port }] },
  };
}

function autoscalerOf(
  { instances }: ExportedApp,
  metadata: ObjectMeta,
  most: number,
): HorizontalPodAutoscaler {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name ?? '' },
      minReplicas: Math.max(1, instances),
      maxReplicas: Math.max(1, instances, most),
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    },
  };
}

function workloadNotes(
  { instances }: ExportedApp,
  { port }: Container,
  { autoscale }: KubernetesFacts,
): readonly string[] {
  const notes: string[] = [];
  if (autoscale !== null && autoscale < instances)
    notes.push(`It has ${instances} instances, which is more than the ${autoscale} it may be scaled to.`);
  if (autoscale !== null)
    notes.push(
      'A quarter of a core is asked for each pod, and pods are added above 80 % of that: adjust "requests".',
    );
  if (port !== null)
    notes.push(`Inside of the cluster its Service has port ${port}; nothing leads there from outside.`);
  return notes;
}

function labelValue(text: string): string {
  const clean = text.replace(/[^\w.-]+/g, '-').slice(0, 63);
  return clean.replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '');
}
