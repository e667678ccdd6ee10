import type { Container as PodContainer, Probe } from 'kubernetes-types/core/v1.d.ts';
import type { Container } from './container.ts';
import type { ContainerCheck } from './containerHealth.ts';
import { containerCheck, graceMs } from './containerHealth.ts';
import type { ExportedApp } from './exporter.ts';

export type Probes = Pick<PodContainer, 'startupProbe' | 'readinessProbe' | 'livenessProbe'>;

type Action = Pick<Probe, 'httpGet' | 'tcpSocket' | 'exec'>;

/**
 * A health check says when an app is ready, and later whether it lives. Without one it is ready once its port can be
 * connected to, as it is here with the first `listen`.
 */
export function kubernetesProbes(app: ExportedApp, container: Container): Probes {
  const check = containerCheck(app, container);
  const { healthCheck } = app.spec;
  if (check === null || healthCheck === null) {
    const { port } = container;
    return port === null
      ? {}
      : { readinessProbe: { tcpSocket: { port }, periodSeconds: 2, failureThreshold: 1 } };
  }
  const action = actionOf(check, container);
  const pace = {
    ...action,
    periodSeconds: seconds(healthCheck.intervalMs),
    timeoutSeconds: seconds(healthCheck.timeoutMs),
    failureThreshold: Math.max(1, healthCheck.retries),
  };
  return {
    startupProbe: {
      ...action,
      periodSeconds: 1,
      timeoutSeconds: seconds(healthCheck.timeoutMs),
      failureThreshold: seconds(graceMs(app)),
    },
    readinessProbe: pace,
    livenessProbe: pace,
  };
}

/** Kubernetes counts in whole seconds, one at least. */
export function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

function actionOf(check: ContainerCheck, { port }: Container): Action {
  switch (check.kind) {
    case 'http': {
      const { url } = check;
      return {
        httpGet: {
          path: `${url.pathname}${url.search}`,
          port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
          ...(url.protocol === 'https:' ? { scheme: 'HTTPS' } : {}),
          ...hostOf(url.hostname),
        },
      };
    }
    case 'tcp':
      return { tcpSocket: { port: check.port, ...(check.port === port ? {} : hostOf(check.host)) } };
    case 'script':
      return { exec: { command: ['sh', '-c', check.script] } };
  }
}

/** Of the pod itself nothing is said. */
function hostOf(host: string): { readonly host?: string } {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0)$/.test(host) ? {} : { host };
}
