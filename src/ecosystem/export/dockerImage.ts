import type { Container, Runtime } from './container.ts';

/**
 * A Dockerfile that has a project in `/app` with what its package manager installs, there and in the folder that the
 * program runs in.
 */
export function dockerfileFor({ runtime, workingDir }: Container): string {
  const install = installSteps[runtime.kind];
  const below = workingDir === '/app' ? [] : [`WORKDIR ${workingDir}`, ...install];
  const lines = [`FROM ${baseImage(runtime)}`, 'WORKDIR /app', 'COPY . .', ...install, ...below];
  return `${lines.join('\n')}\n`;
}

function baseImage(runtime: Runtime): string {
  switch (runtime.kind) {
    case 'node':
      return `node:${runtime.version ?? 'lts'}-slim`;
    case 'python':
      return 'python:3-slim';
    case 'other':
      return 'debian:stable-slim';
  }
}

const installSteps: Readonly<Record<Runtime['kind'], readonly string[]>> = {
  node: [
    'RUN if [ -f package-lock.json ]; then npm ci --omit=dev; elif [ -f package.json ]; then npm install --omit=dev; fi',
  ],
  python: [
    'RUN if [ -f requirements.txt ]; then pip install --no-cache-dir -r requirements.txt; elif [ -f pyproject.toml ]; then pip install --no-cache-dir .; fi',
  ],
  other: [],
};
