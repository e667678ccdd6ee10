interface App {
  name: string;
  [option: string]: unknown;
}

const apps: App[] = [
  {
    name: 'web',
    script: 'server.js',
    exec_mod: 'fork',
    instances: 'max',
  },
  {
    name: 'api',
    script: 'server.js',
    env_file: '.env',
    depends_on: ['web'],
  },
];

export default { apps };
