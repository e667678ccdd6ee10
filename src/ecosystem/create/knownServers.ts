/** A command whose name says that it serves. */
export interface KnownServer {
  /** Where it listens unless told otherwise; null when that depends on the project. */
  readonly port: number | null;
  readonly readsPort: boolean;
}

/** The usual ports are those of the tools' own documentation. */
const servers: readonly (readonly [RegExp, KnownServer])[] = [
  [/\bnext (?:dev|start)\b/, { port: 3000, readsPort: true }],
  [/\bnux(?:t|i) (?:dev|start|preview)\b/, { port: 3000, readsPort: true }],
  [/\breact-scripts start\b/, { port: 3000, readsPort: true }],
  [/\b(?:remix-serve|react-router-serve)\b/, { port: 3000, readsPort: true }],
  [/\bvite preview\b/, { port: 4173, readsPort: false }],
  [/\b(?:remix|react-router|svelte-kit) dev\b/, { port: 5173, readsPort: false }],
  [/\bvite(?! build\b)(?= |$)/, { port: 5173, readsPort: false }],
  [/\bastro (?:dev|preview)\b/, { port: 4321, readsPort: false }],
  [/\bng serve\b/, { port: 4200, readsPort: false }],
  [/\bvue-cli-service serve\b/, { port: 8080, readsPort: false }],
  [/\bwebpack(?: serve\b|-dev-server\b)/, { port: 8080, readsPort: false }],
  [/\bgatsby develop\b/, { port: 8000, readsPort: false }],
  [/\bhttp-server\b/, { port: 8080, readsPort: true }],
  [/\bjson-server\b/, { port: 3000, readsPort: false }],
  [/\bstrapi (?:develop|start)\b/, { port: 1337, readsPort: false }],
  [/\bwrangler dev\b/, { port: 8787, readsPort: false }],
  [/\b(?:nest start|fastify start)\b/, { port: 3000, readsPort: false }],
];

/** The server that a command line starts; null when nothing in it is known to be one. */
export function knownServerIn(line: string): KnownServer | null {
  const known = servers.find(([pattern]) => pattern.test(line))?.[1];
  if (known === undefined) return null;
  const written = /(?:\s-p|\s--port)[ =](\d{2,5})\b/.exec(line)?.[1];
  return written === undefined ? known : { port: Number(written), readsPort: false };
}

const frameworks = [
  'express',
  'fastify',
  'koa',
  'hono',
  '@hono/node-server',
  '@nestjs/core',
  '@hapi/hapi',
  'restify',
  'polka',
  'h3',
  '@feathersjs/express',
  '@adonisjs/core',
  'apollo-server',
  '@apollo/server',
  'graphql-yoga',
  'elysia',
  'ws',
  'socket.io',
];

/** Whether a package has a dependency that servers are made with. */
export function hasServerFramework(dependencies: ReadonlySet<string>): boolean {
  return frameworks.some((name) => dependencies.has(name));
}
