import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AppSpec } from './appSpec.ts';
import { isRecord } from './optionReader.ts';

/** Words of a command line, paths shortened to their last name, that follow saved files without being told to. */
const reloaders = new RegExp(
  String.raw`(?:^|\s)(?:${[
    'nodemon|node-dev|ts-node-dev|tsnd|pm2-dev',
    String.raw`(?:node|deno|bun)(?: (?:run|-\S+))*? --(?:watch(?:-path)?|hot|watch-hmr)(?:=\S*)?`,
    'tsx watch|tsc-watch|tsup --watch',
    'vite(?! (?:build|preview|optimize)\\b)|webpack-dev-server|webpack serve|react-scripts start|vue-cli-service serve|ng serve',
    '(?:next|nuxt|nuxi|astro|remix|react-router|gatsby|svelte-kit|nitro|wrangler|vinxi) (?:dev|develop)',
    'nest start(?: \\S+)*? (?:--watch|-w)',
    'watchfiles|watchmedo|hupper|watchexec|entr|air|reflex|cargo[ -]watch|dotnet watch',
    'manage\\.py runserver(?!.* --noreload)|fastapi dev',
    'flask(?: \\S+)*? --(?:debug|reload)',
  ].join('|')})(?=\s|$)`,
);

const packageRunner = /(?:^|\s)(?:npm|pnpm|yarn|bun)(?: (?:run|run-script))? ([\w:.-]+)(?=\s|$)/;

/**
 * Whether a command restarts what it runs when files change: `nodemon`, `tsx watch`, `node --watch`, `vite`,
 * `next dev` and the like, also as the script of a package.json that `npm run` names.
 */
export function reloadsByItself({ script, args, nodeArgs, shell, cwd }: AppSpec): boolean {
  if (nodeArgs.some((flag) => /^--watch(?:-path)?(?:=|$)/.test(flag))) return true;
  const line = shortened(shell ? script.split(/\s+/) : [script, ...args]);
  if (reloaders.test(line)) return true;
  const name = packageRunner.exec(line)?.[1];
  const command = name === undefined ? undefined : packageScript(name, cwd);
  return command !== undefined && reloaders.test(shortened(command.split(/\s+/)));
}

function shortened(words: readonly string[]): string {
  return words.map((word) => (word.startsWith('-') ? word : basename(word))).join(' ');
}

function packageScript(name: string, cwd: string): string | undefined {
  try {
    const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as { scripts?: unknown };
    const command = isRecord(scripts) ? scripts[name] : undefined;
    return typeof command === 'string' ? command : undefined;
  } catch {
    // Without a package.json that can be read, npm says so when it is started.
    return undefined;
  }
}
