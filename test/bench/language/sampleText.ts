/** The languages that are measured, with a name for a file in each and VS Code's identifier. */
export const languages = [
  { name: 'js', file: 'ecosystem.config.js', id: 'javascript' },
  { name: 'ts', file: 'ecosystem.config.ts', id: 'typescript' },
  { name: 'json', file: 'ecosystem.json', id: 'json' },
  { name: 'yaml', file: 'ecosystem.yaml', id: 'yaml' },
  { name: 'toml', file: 'ecosystem.toml', id: 'plaintext' },
] as const;

export type LanguageName = (typeof languages)[number]['name'];

/** An ecosystem file of so many apps, of 15 lines each where values stand below each other. */
export function sampleText(language: LanguageName, apps: number): string {
  const indices = Array.from({ length: apps }, (_, index) => index);
  switch (language) {
    case 'js':
      return `module.exports = {\n  apps: [\n${indices.map(scriptApp).join('')}  ],\n};\n`;
    case 'ts':
      return `export default {\n  apps: [\n${indices.map(scriptApp).join('')}  ],\n};\n`;
    case 'json':
      return `${JSON.stringify({ apps: indices.map(valueOf) }, null, 2)}\n`;
    case 'yaml':
      return `apps:\n${indices.map(yamlApp).join('')}`;
    case 'toml':
      return indices.map(tomlApp).join('');
  }
}

function valueOf(index: number): Readonly<Record<string, unknown>> {
  return {
    name: `app-${index}`,
    script: 'server.js',
    args: ['--verbose', String(index)],
    instances: 2,
    exec_mode: 'cluster',
    autorestart: true,
    max_memory_restart: '512M',
    env: { NODE_ENV: 'development', LOG_LEVEL: 'debug' },
    env_production: { NODE_ENV: 'production' },
  };
}

function scriptApp(index: number): string {
  return `    {
      name: 'app-${index}',
      script: 'server.js',
      args: ['--verbose', '${index}'],
      instances: 2,
      exec_mode: 'cluster',
      autorestart: true,
      max_memory_restart: '512M',
      env: {
        NODE_ENV: 'development',
        LOG_LEVEL: 'debug',
      },
      env_production: { NODE_ENV: 'production' },
    },
`;
}

function yamlApp(index: number): string {
  return `  - name: app-${index}
    script: server.js
    args: [--verbose, "${index}"]
    instances: 2
    exec_mode: cluster
    autorestart: true
    max_memory_restart: 512M
    env:
      NODE_ENV: development
      LOG_LEVEL: debug
    env_production:
      NODE_ENV: production
`;
}

function tomlApp(index: number): string {
  return `[[apps]]
name = "app-${index}"
script = "server.js"
args = ["--verbose", "${index}"]
instances = 2
exec_mode = "cluster"
autorestart = true
max_memory_restart = "512M"

[apps.env]
NODE_ENV = "development"
LOG_LEVEL = "debug"

[apps.env_production]
NODE_ENV = "production"

`;
}
