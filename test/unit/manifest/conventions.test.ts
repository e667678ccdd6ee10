import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { root } from '../../../scripts/install/paths.ts';

interface MenuItem {
  readonly command?: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly type?: string | readonly string[];
  readonly scope?: string;
  readonly order?: number;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
}

const { contributes, capabilities } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  contributes: {
    commands: { command: string; title: string; category?: string; icon?: string; enablement?: string }[];
    menus: Record<string, MenuItem[]>;
    keybindings: { command: string; key: string; when?: string }[];
    configuration: { title: string; properties: Record<string, Setting> }[];
    viewsWelcome: { contents: string }[];
    walkthroughs: { steps: { media: { svg: string; altText: string }; completionEvents: string[] }[] }[];
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
};
const texts = JSON.parse(readFileSync(`${root}/package.nls.json`, 'utf8')) as Record<string, string>;
const { commands, menus, keybindings, configuration, walkthroughs } = contributes;
const ids = new Set(commands.map(({ command }) => command));
const settings = configuration.flatMap(({ properties }) => Object.entries(properties));

/** What works while nothing of the workspace may run: it only shows, writes or arranges something. */
const harmless = new Set([
  'drover.clearFilter',
  'drover.createEcosystemFile',
  'drover.filter',
  'drover.groupBy',
  'drover.openEcosystemFile',
  'drover.openWalkthrough',
  'drover.revealScript',
  'drover.revealScriptInExplorer',
  'drover.showSupervisorLog',
  'drover.sortBy',
]);

test('every command has a title to translate, the category, and an icon', () => {
  for (const { command, title, category, icon } of commands) {
    assert.match(title, /^%[\w.]+%$/, command);
    assert.equal(category, 'Drover', command);
    assert.match(icon ?? '', /^\$\([\w-]+\)$/, command);
  }
});

test('no two commands read alike in the palette', () => {
  const titles = commands.map(({ title }) => texts[title.slice(1, -1)]);
  assert.deepEqual(
    titles.filter((title, index) => titles.indexOf(title) !== index),
    [],
  );
});

test('a command needs a trusted workspace, unless it is known to be harmless', () => {
  for (const { command, enablement = '' } of commands) {
    assert.equal(/\bisWorkspaceTrusted\b/.test(enablement), !harmless.has(command), command);
  }
});

test('menus and keys name commands that there are, each once in the same place', () => {
  for (const [menu, items] of Object.entries(menus)) {
    for (const { command } of items)
      assert.ok(command === undefined || ids.has(command), `${menu}: ${command}`);
    const places = items.map((item) => JSON.stringify([item.command, item.when, item.group]));
    assert.equal(new Set(places).size, places.length, menu);
  }
  for (const { command, key, when } of keybindings) {
    assert.ok(ids.has(command), command);
    assert.match(when ?? '', /\bdrover\b|focusedView/, `${key} is a key of the whole window`);
  }
});

test('a command that is hidden in the palette is in another menu', () => {
  const hidden = (menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
  const shown = new Set(
    Object.entries(menus).flatMap(([menu, items]) =>
      menu === 'commandPalette' ? [] : items.map(({ command }) => command),
    ),
  );
  for (const { command } of hidden) assert.ok(shown.has(command), command);
});

test('every setting is in order, has a scope and says what each value means', () => {
  const orders = settings.map(([, { order }]) => order ?? 0);
  assert.deepEqual(
    orders,
    orders.map((_, index) => index + 1),
  );
  for (const [id, setting] of settings) {
    assert.match(setting.markdownDescription ?? setting.description ?? '', /^%[\w.]+%$/, id);
    assert.match(setting.scope ?? '', /^(resource|window|machine-overridable)$/, id);
    const meanings = setting.enumDescriptions ?? setting.markdownEnumDescriptions ?? [];
    assert.equal(meanings.length, setting.enum?.length ?? 0, id);
  }
});

test('what a setting names that is run or opened is not taken from a workspace that nobody trusts', () => {
  const { restrictedConfigurations } = capabilities.untrustedWorkspaces;
  const known = new Set(settings.map(([id]) => id));
  for (const id of restrictedConfigurations) assert.ok(known.has(id), id);
  for (const id of ['drover.files.patterns', 'drover.openUrl'])
    assert.ok(restrictedConfigurations.includes(id), id);
});

test('links of texts lead to commands and settings that there are', () => {
  for (const [key, text] of Object.entries(texts)) {
    for (const [, id = ''] of text.matchAll(/\(command:(drover\.[\w.]+)/g)) {
      assert.ok(ids.has(id) || id === 'drover.apps.focus', `${key}: ${id}`);
    }
    for (const [, id = ''] of text.matchAll(/`#(drover\.[\w.]+)#`/g)) {
      assert.ok(
        settings.some(([name]) => name === id),
        `${key}: ${id}`,
      );
    }
  }
});

test('the walkthrough has five steps with a picture that follows the theme, and each can be completed', () => {
  const [{ steps } = { steps: [] }] = walkthroughs;
  assert.equal(steps.length, 5);
  for (const { media, completionEvents } of steps) {
    assert.ok(existsSync(`${root}/${media.svg}`), media.svg);
    assert.match(media.altText, /^%[\w.]+%$/);
    const colours = [...readFileSync(`${root}/${media.svg}`, 'utf8').matchAll(/(?:fill|stroke)="([^"]+)"/g)];
    for (const [, colour = ''] of colours) assert.match(colour, /^(none|var\(--vscode-)/, media.svg);
    for (const event of completionEvents) {
      const command = /^onCommand:(.*)$/.exec(event)?.[1];
      assert.ok(command === undefined ? /^onContext:drover\./.test(event) : ids.has(command), event);
    }
    assert.ok(completionEvents.length > 0);
  }
});
