import { join } from 'node:path';

/** Where a version manager keeps its Nodes. */
export interface NodeManager {
  readonly name: string;
  /** Folders with one folder per version in each. */
  readonly folders: readonly string[];
  /** Path of Node below the folder of a version. */
  readonly binary: string;
  /** The command that adds a version; the version is to follow. */
  readonly install: string;
}

export interface NodeMachine {
  readonly env: Readonly<Record<string, string>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** All managers that are looked at on this system, by the places and variables that they document. */
export function nodeManagers(machine: NodeMachine): readonly NodeManager[] {
  return machine.platform === 'win32' ? windowsManagers(machine) : unixManagers(machine);
}

/** nvm's own folders, in which its aliases are too. */
export function nvmRoots({ env, home }: Pick<NodeMachine, 'env' | 'home'>): readonly string[] {
  const config = env['XDG_CONFIG_HOME'];
  return rootsOf(env['NVM_DIR'], ...(config ? [join(config, 'nvm')] : []), join(home, '.nvm'));
}

function unixManagers({ env, home }: NodeMachine): readonly NodeManager[] {
  const data = env['XDG_DATA_HOME'] || join(home, '.local/share');
  const oldFnm = [join(home, 'Library/Application Support/fnm'), join(home, '.fnm')];
  const fnm = rootsOf(env['FNM_DIR'], join(data, 'fnm'), ...oldFnm);
  const volta = rootsOf(env['VOLTA_HOME'], join(home, '.volta'));
  const asdf = rootsOf(env['ASDF_DATA_DIR'], join(home, '.asdf'));
  const mise = rootsOf(env['MISE_DATA_DIR'], join(data, 'mise'));
  const nodenv = rootsOf(env['NODENV_ROOT'], join(home, '.nodenv'));
  const n = rootsOf(env['N_PREFIX'], '/usr/local');
  const brew = rootsOf(env['HOMEBREW_PREFIX'], '/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew');
  const node = 'bin/node';
  return [
    manager('nvm', 'nvm install ', below(nvmRoots({ env, home }), 'versions/node'), node),
    manager('fnm', 'fnm install ', below(fnm, 'node-versions'), `installation/${node}`),
    manager('volta', 'volta install node@', below(volta, 'tools/image/node'), node),
    manager('asdf', 'asdf install nodejs ', below(asdf, 'installs/nodejs'), node),
    manager('mise', 'mise install node@', below(mise, 'installs/node'), node),
    manager('nodenv', 'nodenv install ', below(nodenv, 'versions'), node),
    manager('n', 'n ', below(n, 'n/versions/node'), node),
    manager('Homebrew', 'brew install node@', below(brew, 'opt'), node),
  ];
}

function windowsManagers({ env, home }: NodeMachine): readonly NodeManager[] {
  const roaming = env['APPDATA'] || join(home, 'AppData/Roaming');
  const local = env['LOCALAPPDATA'] || join(home, 'AppData/Local');
  const nvm = rootsOf(env['NVM_HOME'], join(roaming, 'nvm'), join(local, 'nvm'));
  const fnm = rootsOf(env['FNM_DIR'], join(roaming, 'fnm'));
  const volta = rootsOf(env['VOLTA_HOME'], join(local, 'Volta'));
  const mise = rootsOf(env['MISE_DATA_DIR'], join(local, 'mise'));
  const node = 'node.exe';
  return [
    manager('nvm', 'nvm install ', nvm, node),
    manager('fnm', 'fnm install ', below(fnm, 'node-versions'), `installation/${node}`),
    manager('volta', 'volta install node@', below(volta, 'tools/image/node'), node),
    manager('mise', 'mise install node@', below(mise, 'installs/node'), node),
  ];
}

function manager(name: string, install: string, folders: readonly string[], binary: string): NodeManager {
  return { name, folders, binary, install };
}

/** The root that a variable names, else the usual ones. */
function rootsOf(variable: string | undefined, ...usual: readonly string[]): readonly string[] {
  return variable ? [variable] : usual;
}

function below(roots: readonly string[], path: string): readonly string[] {
  return roots.map((root) => join(root, path));
}
