import { readFile } from 'node:fs/promises';
import { root } from '../install/paths.ts';

interface Setting {
  readonly type?: string;
  readonly default?: unknown;
  readonly scope: string;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; enablement?: string }[];
    readonly keybindings: readonly { command: string; key: string }[];
    readonly menus: { readonly commandPalette: readonly { command: string; when: string }[] };
    readonly configuration: readonly { title: string; properties: Readonly<Record<string, Setting>> }[];
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
}

const scopes: Readonly<Record<string, string>> = {
  resource: 'user, workspace or folder',
  window: 'user or workspace',
  'machine-overridable': 'machine, workspace or folder',
};

/** docs/settings.md: every setting, as the manifest has it. */
export async function settingsPage(): Promise<string> {
  const { contributes, capabilities, shown } = await readManifest();
  const { restrictedConfigurations } = capabilities.untrustedWorkspaces;
  const sections = contributes.configuration.flatMap(({ title, properties }) => [
    `## ${shown(title)}`,
    ...Object.entries(properties).flatMap(([id, setting]) => [
      `### \`${id}\``,
      prose(shown(setting.markdownDescription ?? setting.description ?? '')),
      ...valuesOf(setting, shown),
      `Default: \`${JSON.stringify(setting.default)}\`. Set for: ${scopes[setting.scope] ?? setting.scope}.${
        restrictedConfigurations.includes(id) ? ' Not taken from a workspace that is not trusted.' : ''
      }`,
    ]),
  ]);
  return page('Settings', 'Every setting acts as soon as it is changed.', sections);
}

/** docs/commands.md: every command with its key, and whether the palette has it. */
export async function commandsPage(): Promise<string> {
  const { contributes, shown } = await readManifest();
  const { commands, keybindings, menus } = contributes;
  const hidden = new Set(
    menus.commandPalette.flatMap(({ command, when }) => (when === 'false' ? [command] : [])),
  );
  const rows = commands.map(({ command, title, enablement = '' }) => {
    const keys = keybindings.filter((one) => one.command === command).map(({ key }) => `\`${key}\``);
    const isTrusted = enablement.includes('isWorkspaceTrusted');
    return `| Drover: ${shown(title)} | \`${command}\` | ${keys.join(', ')} | ${hidden.has(command) ? 'no' : 'yes'} | ${isTrusted ? 'yes' : 'no'} |`;
  });
  return page(
    'Commands',
    'Run from the palette, a command asks what it is about. From keybindings and other extensions it takes names: `{ "command": "drover.restart", "args": "web" }` is about the app "web", and `"args": { "selection": true }` about the rows that are selected in the view. Keys hold while the view has the focus.',
    [['| Command | Id | Key | In the palette | Needs trust |', '|---|---|---|---|---|', ...rows].join('\n')],
  );
}

async function readManifest(): Promise<Manifest & { shown: (text: string) => string }> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(`${root}/${name}`, 'utf8'));
  const texts = (await read('package.nls.json')) as Readonly<Record<string, string>>;
  const manifest = (await read('package.json')) as Manifest;
  return { ...manifest, shown: (text) => texts[text.replaceAll('%', '')] ?? text };
}

function valuesOf(setting: Setting, shown: (text: string) => string): string[] {
  const meanings = setting.enumDescriptions ?? setting.markdownEnumDescriptions ?? [];
  const values = (setting.enum ?? []).map(
    (value, index) => `- \`${JSON.stringify(value)}\`: ${prose(shown(meanings[index] ?? ''))}`,
  );
  return values.length === 0 ? [] : [values.join('\n')];
}

/** Links to settings, as the editor of settings understands them, become their names. */
function prose(text: string): string {
  return text.replace(/`#([\w.]+)#`/g, '`$1`').replace(/\[([^\]]+)\]\(command:[^)]*\)/g, '$1');
}

function page(title: string, intro: string, sections: readonly string[]): string {
  return [
    `<!-- Made from package.json by "npm run docs": change it there. -->`,
    `# ${title}`,
    intro,
    '<!-- prettier-ignore-start -->',
    ...sections,
    '<!-- prettier-ignore-end -->',
  ]
    .join('\n\n')
    .concat('\n');
}
