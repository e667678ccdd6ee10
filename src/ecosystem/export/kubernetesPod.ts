import type { PodSpec, SecurityContext } from 'kubernetes-types/core/v1.d.ts';
import type { Container } from './container.ts';
import type { ExportedApp } from './exporter.ts';
import type { Probes } from './kubernetesProbes.ts';
import { seconds } from './kubernetesProbes.ts';

export interface PodFacts {
  readonly app: ExportedApp;
  readonly container: Container;
  readonly name: string;
  readonly image: string;
  readonly probes: Probes;
  /** Names of what its variables come from. */
  readonly configMap: string | null;
  readonly secret: string | null;
  /** A share of a core that is asked for, which is what utilisation is measured against. */
  readonly cpuRequest: string | null;
}

/** One instance of an app as a pod. */
export function kubernetesPod(facts: PodFacts): PodSpec {
  const { app, container, name, image, configMap, secret } = facts;
  const { spec } = app;
  const security = securityContext(app);
  const resources = {
    ...(facts.cpuRequest === null ? {} : { requests: { cpu: facts.cpuRequest } }),
    ...(spec.maxMemoryBytes === null ? {} : { limits: { memory: memory(spec.maxMemoryBytes) } }),
  };
  const sources = [
    ...(configMap === null ? [] : [{ configMapRef: { name: configMap } }]),
    ...(secret === null ? [] : [{ secretRef: { name: secret } }]),
  ];
  return {
    terminationGracePeriodSeconds: seconds(spec.killTimeoutMs),
    ...(security === null ? {} : { securityContext: security }),
    containers: [
      {
        name,
        image,
        // "$(NAME)" would be replaced by a variable, and "$$" stands for "$".
        command: container.command.map((word) => word.replaceAll('$', '$$$$')),
        workingDir: container.workingDir,
        ...(container.port === null ? {} : { ports: [{ containerPort: container.port }] }),
        ...(sources.length === 0 ? {} : { envFrom: sources }),
        ...facts.probes,
        ...(Object.keys(resources).length === 0 ? {} : { resources }),
      },
    ],
  };
}

/** Users by their numbers: pods know no names. */
function securityContext({ spec: { uid, gid } }: ExportedApp): SecurityContext | null {
  const context = {
    ...(isNumber(uid) ? { runAsUser: Number(uid) } : {}),
    ...(isNumber(gid) ? { runAsGroup: Number(gid) } : {}),
  };
  return Object.keys(context).length === 0 ? null : context;
}

export function isNumber(id: string | number | null): boolean {
  return id !== null && /^\d+$/.test(String(id));
}

/** `512Mi`, `1Gi`; bytes where nothing fits. */
function memory(bytes: number): string {
  const units = [
    ['Gi', 1024 ** 3],
    ['Mi', 1024 ** 2],
    ['Ki', 1024],
  ] as const;
  const fitting = units.find(([, size]) => bytes >= size && bytes % size === 0);
  return fitting === undefined ? String(bytes) : `${bytes / fitting[1]}${fitting[0]}`;
}
