import { basename } from 'node:path';
import { holdsSecret } from '../../protocol/looksSecret.ts';
import { composeHealth } from './composeHealth.ts';
import { composeService, escaped, relativePath, restartPolicy } from './composeService.ts';
import type { Container } from './container.ts';
import { containerOf } from './container.ts';
import { containerFates, versionWish } from './containerFates.ts';
import { dockerfileFor } from './dockerImage.ts';
import { exportNames } from './exportNames.ts';
import type { ExportedApp, ExportNote } from './exporter.ts';
import type { ExportFormat, ExportPlace, ExportValues } from './formats.ts';
import { noteComments } from './noteComments.ts';
import { isOn, textOf } from './optionValues.ts';
import { publishedPorts } from './publishedPorts.ts';
import type { Fates } from './setOptions.ts';
import { lostOptions } from './setOptions.ts';
import { yamlText } from './yamlText.ts';

/** One file of the compose specification, with a service for each app. */
export const composeFormat: ExportFormat = {
  name: 'compose',
  title: 'Docker Compose',
  description: 'a compose.yaml with a service for each app',
  options: [
    { name: 'image', value: 'name', description: 'take this image for every service, and build none' },
    { name: 'no-secrets', value: null, description: 'ask for secrets when it is started, by ${NAME}' },
  ],
  separator: null,
  export: exportCompose,
};

function exportCompose(apps: readonly ExportedApp[], values: ExportValues, place: ExportPlace) {
  const names = exportNames(apps, serviceName);
  const containers = apps.map(containerOf);
  const ports = publishedPorts(apps, containers);
  const notes: ExportNote[] = [];
  const services: Record<string, unknown> = {};
  for (const [index, app] of apps.entries()) {
    const [name, container, published] = [names[index], containers[index], ports[index]];
    if (name === undefined || container === undefined || published === undefined) continue;
    const image = textOf(values, 'image');
    const isAwaited = apps.some(({ spec }) => spec.dependsOn[app.spec.name] === 'online');
    const dependencies = dependenciesOf(app, apps, { names, containers });
    services[name] = composeService({
      app,
      container,
      image: image === null ? { build: buildOf(app, container, place) } : { image },
      health: composeHealth(app, container, isAwaited),
      dependsOn: dependencies.conditions,
      published: published.range,
      folder: place.folder,
      hidesSecrets: isOn(values, 'no-secrets'),
    });
    const own = [
      ...container.notes,
      ...published.notes,
      ...dependencies.notes,
      ...imageNotes(app, container, image),
    ];
    notes.push(...lostOptions(app, fates), ...own.map((text) => ({ app: app.spec.name, text })));
  }
  const hasSecret = apps.some(({ env }) =>
    Object.entries(env).some(([name, value]) => holdsSecret(name, value)),
  );
  const isSecret = !isOn(values, 'no-secrets') && hasSecret;
  const comment = noteComments(`Services of ${basename(apps[0]?.spec.file ?? place.folder)}`, notes);
  return {
    files: [{ path: 'compose.yaml', text: yamlText(escaped({ services }), comment), isSecret }],
    notes,
  };
}

const fates: Fates = {
  ...containerFates,
  interpreter: (app) => (app.dockerFolder === null ? null : versionWish(app)),
  gid: ({ spec }) =>
    spec.uid === null ? 'is left out: Compose names a group only with a user, the "uid".' : null,
  autostart: 'carried',
  depends_on: 'carried',
  cron_restart: 'is left out: Compose starts nothing by the clock.',
  restart_delay:
    'is left out: Docker waits 100 ms before a restart, and twice as long with each further one.',
  max_restarts: (app) =>
    restartPolicy(app).startsWith('on-failure') && !app.spec.oneShot && !app.spec.stopExitCodes.includes(0)
      ? 'is the limit of failed exits, and an exit with code 0 is final: Docker counts nothing else.'
      : null,
  stop_exit_codes: ({ spec }) =>
    spec.stopExitCodes.every((code) => code === 0)
      ? null
      : 'is carried over for 0 alone: Docker knows only whether an exit was a failure.',
};

/** Built from the project, by its own Dockerfile where it has one. */
function buildOf(app: ExportedApp, container: Container, place: ExportPlace): unknown {
  const context = relativePath(place.folder, container.context);
  return app.dockerFolder === null ? { context, dockerfile_inline: dockerfileFor(container) } : context;
}

function imageNotes(
  { dockerFolder }: ExportedApp,
  { runtime }: Container,
  image: string | null,
): readonly string[] {
  if (image !== null || dockerFolder !== null || runtime.kind !== 'other') return [];
  return [
    'Its image is a plain Debian: add what the program is run and checked by, or name an image by "--image".',
  ];
}

/** What Compose lets a service wait for. An app that is not exported is not waited for. */
function dependenciesOf(
  app: ExportedApp,
  apps: readonly ExportedApp[],
  { names, containers }: { readonly names: readonly string[]; readonly containers: readonly Container[] },
): {
  readonly conditions: Record<string, { readonly condition: string }>;
  readonly notes: readonly string[];
} {
  const conditions: Record<string, { readonly condition: string }> = {};
  const notes: string[] = [];
  for (const [dependency, until] of Object.entries(app.spec.dependsOn)) {
    const index = apps.findIndex(({ spec }) => spec.name === dependency && spec.file === app.spec.file);
    const [other, name, container] = [apps[index], names[index], containers[index]];
    if (other === undefined || name === undefined || container === undefined) {
      notes.push(
        `"depends_on" names "${dependency}", which is not among the exported apps: it is not waited for.`,
      );
      continue;
    }
    const isChecked = composeHealth(other, container, true) !== null;
    if (until === 'online' && !isChecked)
      notes.push(
        `"${dependency}" has no health check and no port: it is waited for until it is started, not online.`,
      );
    const condition =
      until === 'completed'
        ? 'service_completed_successfully'
        : until === 'online' && isChecked
          ? 'service_healthy'
          : 'service_started';
    conditions[name] = { condition };
  }
  return { conditions, notes };
}

/** Letters, digits, `.`, `_` and `-`, the first no mark. */
function serviceName(name: string): string {
  return name.replace(/[^\w.-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '');
}
