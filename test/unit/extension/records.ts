import type { AppInfo, FileInfo, InstanceInfo } from '../../../src/protocol/model.ts';
import type { FolderView } from '../../../src/extension/tree/folderView.ts';

/** Records with defaults, so that a test states only what it is about. */
export function app(over: Partial<AppInfo> = {}): AppInfo {
  return {
    id: 'ecosystem.config.js#web',
    name: 'web',
    namespace: 'default',
    file: '/w/ecosystem.config.js',
    script: '/w/server.js',
    args: [],
    cwd: '/w',
    interpreter: 'node',
    debugger: 'node',
    sharing: 'cluster',
    runMode: 'normal',
    status: 'online',
    instances: 2,
    online: 2,
    port: '3000',
    watch: false,
    watched: null,
    watchByHand: false,
    changedFile: null,
    profile: null,
    profiles: [],
    autostart: true,
    dependsOn: [],
    wanted: true,
    listed: true,
    isNew: false,
    pending: [],
    problems: [],
    ...over,
  };
}

export function instance(over: Partial<InstanceInfo> = {}): InstanceInfo {
  const index = over.index ?? 0;
  const owner = over.app ?? 'ecosystem.config.js#web';
  return {
    id: `${owner}/${index}`,
    app: owner,
    index,
    name: `web-${index}`,
    status: 'online',
    pid: 100 + index,
    port: 3000,
    restarts: 0,
    startedAt: 0,
    retryAt: null,
    exit: null,
    problem: null,
    health: null,
    held: false,
    children: [],
    ...over,
  };
}

export function file(over: Partial<FileInfo> = {}): FileInfo {
  return {
    path: '/w/ecosystem.config.js',
    dialect: 'pm2',
    apps: ['ecosystem.config.js#web'],
    problems: [],
    ...over,
  };
}

export function folder(over: Partial<FolderView> = {}): FolderView {
  return {
    folder: '/w',
    name: 'w',
    state: 'ready',
    snapshot: { files: [file()], apps: [app()], instances: [instance(), instance({ index: 1 })] },
    usage: new Map(),
    ...over,
  };
}
