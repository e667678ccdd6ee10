import type { CronJob, Job, JobSpec } from 'kubernetes-types/batch/v1.d.ts';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1.d.ts';
import type { ObjectMeta } from 'kubernetes-types/meta/v1.d.ts';
import type { ExportedApp } from './exporter.ts';
import { kubernetesCron } from './kubernetesCron.ts';

/** A task that ends: at the times of `cron_restart`, else once. */
export function kubernetesTask(
  { spec, instances }: ExportedApp,
  metadata: ObjectMeta,
  template: PodTemplateSpec,
): { readonly object: Job | CronJob; readonly notes: readonly string[] } {
  const restarts = spec.autorestart ? Math.min(spec.maxRestarts, 2 ** 31 - 1) : 0;
  const restartPolicy = restarts > 0 ? 'OnFailure' : 'Never';
  const containers = template.spec?.containers ?? [];
  const job: JobSpec = {
    ...(instances > 1 ? { parallelism: instances, completions: instances } : {}),
    backoffLimit: restarts,
    template: { ...template, spec: { restartPolicy, ...template.spec, containers } },
  };
  const suspended = spec.autostart ? {} : { suspend: true };
  const cron = spec.cron === null ? null : kubernetesCron(spec.cron);
  const schedule = cron?.schedule ?? null;
  const notes = [
    ...(cron?.notes ?? []),
    ...(spec.autostart ? [] : ['It is suspended, since "autostart" is false.']),
  ];
  if (schedule === null) {
    return {
      object: { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { ...suspended, ...job } },
      notes,
    };
  }
  const object: CronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule, concurrencyPolicy: 'Forbid', ...suspended, jobTemplate: { spec: job } },
  };
  return { object, notes };
}
