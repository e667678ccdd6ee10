import type { Dialect } from '../appSpec.ts';
import { appMembers } from './appMembers.ts';
import type { Form, Member, Members, Shape } from './shape.ts';
import { anything, flag, plainShape, scalars } from './typeForms.ts';
import { variableMembers } from './variables.ts';

/** One app. */
export function appShape(dialect: Dialect): Shape {
  return plainShape('app', [{ kind: 'object', members: () => appMembers(dialect) }], {
    description: 'An app: what is run, how often, and when it is restarted.',
  });
}

/** `{ web: { script } }`: apps whose names are the keys. */
function namedApps(dialect: Dialect): Members {
  const shape = appShape(dialect);
  return { named: [], patterned: [{ name: '<app>', pattern: '^', shape }], isOpen: true, needs: [] };
}

/** What a file holds: an object with `apps`, or a list of apps. A single app is found by `shapeAt`. */
export function rootShape(dialect: Dialect): Shape {
  return plainShape('ecosystem file', [
    { kind: 'object', members: () => rootMembers(dialect) },
    { kind: 'array', items: appShape(dialect) },
  ]);
}

export function rootMembers(dialect: Dialect): Members {
  const apps = plainShape(
    'list of apps',
    [
      { kind: 'array', items: appShape(dialect) },
      { kind: 'object', members: () => namedApps(dialect) },
    ],
    { description: 'The apps that belong together: a list, or an object of apps by name.' },
  );
  const section = (name: string, shape: Shape, facts: Partial<Member> = {}): Member => ({
    name,
    aliases: [],
    shape,
    group: 'File',
    isForeign: false,
    isIgnored: false,
    ...facts,
  });
  return {
    named: [
      section('apps', apps, { aliases: ['pm2', 'default'] }),
      section('deploy', deploy, { isForeign: dialect === 'pmdaemon' }),
      section('static', staticServers, { isIgnored: true, isForeign: dialect === 'pmdaemon' }),
    ],
    patterned: [],
    // package.json may hold apps.
    isOpen: true,
    needs: [],
  };
}

const textForms: readonly Form[] = scalars;
const texts: readonly Form[] = [...scalars, { kind: 'array', items: plainShape('text', scalars) }];

function members(entries: Readonly<Record<string, readonly [readonly Form[], string]>>): Members {
  return {
    named: Object.entries(entries).map(([name, [forms, description]]) => ({
      name,
      aliases: [],
      shape: plainShape(forms === texts ? 'text or list of texts' : 'text', forms, { description }),
      group: 'File',
      isForeign: false,
      isIgnored: false,
    })),
    patterned: [],
    isOpen: true,
    needs: [],
  };
}

const deployTarget = members({
  user: [textForms, 'Who logs in on the hosts.'],
  host: [texts, 'The host, or a list of hosts.'],
  port: [textForms, 'The port of their SSH servers.'],
  key: [textForms, 'A file with the private key.'],
  ref: [textForms, 'The branch or tag, such as "origin/main".'],
  repo: [textForms, 'The repository that is cloned.'],
  path: [textForms, 'The folder on the hosts.'],
  ssh_options: [texts, 'Options for ssh, such as "StrictHostKeyChecking=no".'],
  fetch: [textForms, 'With "fast", only the newest commit is fetched.'],
  'forward-agent': [[flag, ...scalars], 'Whether the SSH agent is forwarded.'],
  needs_tty: [[flag, ...scalars], 'Whether a terminal is asked for.'],
  'pre-setup': [textForms, 'A command on the hosts before the first clone.'],
  'post-setup': [textForms, 'A command on the hosts after the first clone.'],
  'pre-deploy-local': [textForms, 'A command on this machine before each update.'],
  'pre-deploy': [textForms, 'A command on the hosts before each update.'],
  'post-deploy': [textForms, 'A command on the hosts after each update, such as a reload.'],
  env: [[{ kind: 'object', members: () => variableMembers }], 'Variables of these commands.'],
});

const deploy = plainShape(
  'object of environments',
  [
    {
      kind: 'object',
      members: () => ({
        named: [],
        patterned: [
          {
            name: '<environment>',
            pattern: '^',
            shape: plainShape('object', [{ kind: 'object', members: () => deployTarget }, ...scalars], {
              description: 'Where and how "pm2 deploy" brings the code to.',
            }),
          },
        ],
        isOpen: true,
        needs: [],
      }),
    },
    ...anything(),
  ],
  { description: 'Settings of "pm2 deploy". Drover deploys nothing and leaves them alone.' },
);

const staticServers = plainShape(
  'list of servers',
  [
    {
      kind: 'array',
      items: plainShape('object', [
        {
          kind: 'object',
          members: () =>
            members({
              name: [textForms, 'What the server is called.'],
              path: [textForms, 'The folder that is served.'],
              port: [textForms, 'The port it listens on.'],
              host: [textForms, 'The address it listens on.'],
              spa: [[flag, ...scalars], 'Whether unknown paths are answered with index.html.'],
            }),
        },
      ]),
    },
    ...anything(),
  ],
  { description: 'Folders that PM2 serves by itself. Drover serves none: run a file server as an app.' },
);
