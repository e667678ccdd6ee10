import { basename } from 'node:path';
import { containerOf } from './container.ts';
import { containerFates, versionWish } from './containerFates.ts';
import { dnsLabel, exportNames } from './exportNames.ts';
import type { Exported, ExportedApp, ExportNote } from './exporter.ts';
import type { ExportFormat, ExportValues } from './formats.ts';
import { kubernetesApp } from './kubernetesApp.ts';
import { isNumber } from './kubernetesPod.ts';
import { noteComments } from './noteComments.ts';
import { countOf, isOn, textOf } from './optionValues.ts';
import type { Fate, Fates } from './setOptions.ts';
import { lostOptions } from './setOptions.ts';
import { yamlText } from './yamlText.ts';

/** A file for each app: Deployment, Job or CronJob, with its variables, its Service and its autoscaler. */
export const kubernetesFormat: ExportFormat = {
  name: 'kubernetes',
  title: 'Kubernetes',
  description: 'a Deployment for each app, with its ConfigMap, Secret and Service',
  options: [
    { name: 'image', value: 'name', description: 'the image of every pod (default: named after the folder)' },
    {
      name: 'autoscale',
      value: 'max',
      description: 'add a HorizontalPodAutoscaler with at most so many pods',
    },
    { name: 'no-secrets', value: null, description: 'leave placeholders for secrets' },
  ],
  separator: '---\n',
  export: exportKubernetes,
};

function exportKubernetes(apps: readonly ExportedApp[], values: ExportValues): Exported {
  const names = exportNames(apps, dnsLabel);
  const autoscale = countOf(values, 'autoscale');
  const image = textOf(values, 'image');
  const files = apps.map((app, index) => {
    const name = names[index] ?? '';
    const built = image ?? `${dnsLabel(basename(containerOf(app).context)) || 'app'}:latest`;
    const { objects, notes } = kubernetesApp(app, {
      name,
      image: built,
      autoscale,
      hidesSecrets: isOn(values, 'no-secrets'),
    });
    const own = [
      ...(name === app.spec.name
        ? []
        : [`It is called ${name}: Kubernetes wants names of letters, digits and "-".`]),
      ...(image === null
        ? [`Its image has to be built and pushed: ${built} is made of ${containerOf(app).context}.`]
        : []),
      ...notes,
    ].map((text) => ({ app: app.spec.name, text }));
    const all: readonly ExportNote[] = [...lostOptions(app, fates), ...own];
    const documents = objects.map((object, at) =>
      yamlText(object, at === 0 ? noteComments(`"${app.spec.name}" for Kubernetes`, all) : []),
    );
    const isSecret = !isOn(values, 'no-secrets') && objects.some(({ kind }) => kind === 'Secret');
    return { path: `${name}.yaml`, text: documents.join('---\n'), isSecret, notes: all };
  });
  return {
    files: files.map(({ path, text, isSecret }) => ({ path, text, isSecret })),
    notes: [...files.flatMap(({ notes }) => notes), ...signalNotes(apps)],
  };
}

/** Said once: it is so for every app that does not say otherwise. */
function signalNotes(apps: readonly ExportedApp[]): readonly ExportNote[] {
  const others = new Set(apps.map(({ spec }) => spec.killSignal).filter((signal) => signal !== 'SIGTERM'));
  return [...others].map((signal) => ({
    app: null,
    text: `Kubernetes asks to stop by SIGTERM, and Drover by ${signal}: an image with STOPSIGNAL ${signal} makes it the same.`,
  }));
}

const userByName: Fate = ({ spec: { uid, gid } }) =>
  [uid, gid].every((id) => id === null || isNumber(id))
    ? null
    : 'is a name, and Kubernetes takes numbers only.';

const fates: Fates = {
  ...containerFates,
  interpreter: versionWish,
  uid: userByName,
  gid: userByName,
  kill_signal: ({ spec }) =>
    spec.killSignal === 'SIGTERM'
      ? null
      : 'is left out: the image says which signal stops it, by STOPSIGNAL.',
  autostart: ({ spec }) =>
    !spec.oneShot && spec.autorestart ? 'is false, so there are 0 replicas: scale it to start it.' : null,
  depends_on: 'is left out: Kubernetes starts everything at once, and restarts what ends because of that.',
  min_uptime: 'carried',
  cron_restart: ({ spec }) =>
    spec.oneShot || !spec.autorestart
      ? null
      : 'is left out: nothing restarts a Deployment by the clock; a CronJob with "kubectl rollout restart" does.',
  restart_delay:
    'is left out: Kubernetes waits 10 s before the second restart, and twice as long with each further one.',
  max_restarts: ({ spec }) =>
    spec.oneShot && spec.autorestart
      ? null
      : 'is left out: Kubernetes never gives up, with delays of up to 5 min.',
};
