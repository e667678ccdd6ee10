import { readFile } from 'node:fs/promises';
import { root } from '../../../scripts/install/paths.ts';
import type { TestCase } from './testCases.ts';

/** Something that the manifest adds to VS Code, and how a test reaches it. */
export interface Contribution {
  /** `command drover.start`. */
  readonly name: string;
  isReachedBy(test: TestCase): boolean;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string }[];
    readonly configuration: Configuration | readonly Configuration[];
    readonly views: Readonly<Record<string, readonly { id: string }[]>>;
    readonly viewsWelcome: readonly { contents: string }[];
    readonly keybindings: readonly { command: string; key: string }[];
    readonly walkthroughs: readonly { id: string; steps: readonly { title: string }[] }[];
    readonly taskDefinitions?: readonly { type: string }[];
    readonly debuggers?: readonly { type: string }[];
    readonly languageModelTools?: readonly { name: string }[];
    readonly mcpServerDefinitionProviders?: readonly { id: string }[];
    readonly languages?: readonly { id: string }[];
  };
}

interface Configuration {
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Shorter texts may be about anything. */
const shortestSentence = 20;

/** Everything that people and agents can reach. */
export async function contributions(): Promise<Contribution[]> {
  const texts = JSON.parse(await readFile(`${root}/package.nls.json`, 'utf8')) as Record<string, string>;
  const shown = (key: string): string => texts[key.replaceAll('%', '')] ?? key;
  const { contributes } = JSON.parse(await readFile(`${root}/package.json`, 'utf8')) as Manifest;
  const configurations = [contributes.configuration].flat();
  return [
    ...contributes.commands.map(({ command, title, category = '' }) =>
      commandReach(command, shown(title), category),
    ),
    ...configurations.flatMap(({ properties }) => Object.keys(properties).map(settingReach)),
    ...Object.values(contributes.views)
      .flat()
      .map(({ id }) => viewReach(id)),
    ...contributes.viewsWelcome.map(({ contents }) =>
      welcomeReach(
        contents,
        shown(contents),
        contributes.viewsWelcome.map((one) => shown(one.contents)),
      ),
    ),
    ...contributes.keybindings.map(({ command, key }) => keyReach(command, key)),
    ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ title }) => stepReach(shown(title)))),
    ...(contributes.taskDefinitions ?? []).map(({ type }) => typeReach('task type', type, 'executeTask')),
    ...(contributes.debuggers ?? []).map(({ type }) => typeReach('debugger', type, 'startDebugging')),
    ...(contributes.languageModelTools ?? []).map(({ name }) => ({
      name: `tool ${name}`,
      isReachedBy: ({ checked }: TestCase) =>
        checked.some((act) => /^(invoke|run)/.test(act.name) && act.texts.includes(name)),
    })),
    ...(contributes.mcpServerDefinitionProviders ?? []).map(({ id }) => lookReach('MCP provider', id)),
    // The others are only told of our files.
    ...(contributes.languages ?? [])
      .filter(({ id }) => id.startsWith('drover'))
      .map(({ id }) => lookReach('language', id)),
  ];
}

/** By its id, or by the words that people click. */
function commandReach(id: string, title: string, category: string): Contribution {
  const words = new Set([id, `${category}: ${title}`]);
  return {
    name: `command ${id}`,
    isReachedBy: ({ checked }) =>
      checked.some(
        ({ name, texts }) =>
          texts.some((text) => words.has(text)) ||
          (/^(click|press|choose)/.test(name) && texts.includes(title)),
      ),
  };
}

/** Settings that a button writes, by what the button says. */
const written: Readonly<Record<string, string>> = {
  'drover.notifications.gaveUp': "Don't Show Again",
};

/** Changed while the window is open, given to the window, or written by a button that is clicked. */
function settingReach(id: string): Contribution {
  return {
    name: `setting ${id}`,
    isReachedBy: ({ checked, properties, sections, looked }) =>
      (properties.has(id) && looked.length > 0) ||
      checked.some(({ name, texts }) => name === 'click' && texts.includes(written[id] ?? '')) ||
      checked.some(
        ({ name, texts }) =>
          name === 'update' &&
          ['', ...sections].some((section) =>
            texts.some((text) => (section === '' ? text : `${section}.${text}`) === id),
          ),
      ),
  };
}

function viewReach(id: string): Contribution {
  return {
    name: `view ${id}`,
    isReachedBy: ({ checked }) => checked.some(({ texts }) => texts.includes(`${id}.focus`)),
  };
}

/** By a link, or a sentence, that no other welcome has. */
function welcomeReach(key: string, text: string, all: readonly string[]): Contribution {
  const others = all.filter((one) => one !== text);
  const isOf = (part: string, welcome: string): boolean =>
    welcome.includes(`[${part}]`) || (part.length > shortestSentence && welcome.includes(part));
  return {
    name: `welcome ${key}`,
    isReachedBy: ({ looked, checked }) =>
      [...looked, ...checked.flatMap(({ texts }) => texts)].some(
        (part) => isOf(part, text) && !others.some((other) => isOf(part, other)),
      ),
  };
}

function keyReach(command: string, key: string): Contribution {
  return {
    name: `key ${key} of ${command}`,
    isReachedBy: ({ checked }) =>
      checked.some(({ name, texts }) => name === 'press' && texts.some((text) => shortcutOf(text) === key)),
  };
}

/** `Control+Alt+NumpadAdd`, as a browser presses it, as the `ctrl+alt+numpad_add` of manifests. */
function shortcutOf(pressed: string): string {
  return pressed
    .replace('Control', 'ctrl')
    .replace('Minus', '-')
    .replace('Equal', '=')
    .replace(/Numpad(?=\w)/, 'numpad_')
    .toLowerCase();
}

function stepReach(title: string): Contribution {
  return {
    name: `walkthrough step "${title}"`,
    isReachedBy: ({ looked, checked }) =>
      looked.includes(title) &&
      checked.some(({ texts }) => texts.some((text) => /walkthrough|Get Started/i.test(text))),
  };
}

function typeReach(kind: string, type: string, verb: string): Contribution {
  return {
    name: `${kind} ${type}`,
    isReachedBy: ({ checked, properties }) =>
      properties.has(`type: ${type}`) && checked.some(({ name }) => name === verb),
  };
}

function lookReach(kind: string, id: string): Contribution {
  return { name: `${kind} ${id}`, isReachedBy: ({ looked }) => looked.includes(id) };
}
