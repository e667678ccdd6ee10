import { freePort } from '../freePort.ts';

/** Says who it is, answers requests with its pid, and writes as many lines as a request asks for. */
export const webScript = `
const http = require('node:http');
console.log('instance ' + process.env.NODE_APP_INSTANCE + ' begins');
http.createServer((request, response) => {
  const lines = Number(new URL(request.url, 'http://x').searchParams.get('lines') ?? 0);
  for (let line = 1; line <= lines; line += 1) console.log('line ' + line + ' ' + 'x'.repeat(200));
  response.end(String(process.pid));
}).listen(Number(process.env.PORT));
`;

export interface WebProject {
  readonly files: Record<string, string>;
  /** Of the app `web-app`. */
  readonly port: number;
}

/** An app `web-app` of two instances, one `broken` that ends at once, and one `quiet` that does nothing. */
export async function webProject(): Promise<WebProject> {
  const port = await freePort();
  const apps = [
    {
      name: 'web-app',
      script: 'server.js',
      instances: 2,
      args: '--token abcdef',
      env: {
        PORT: port,
        API_TOKEN: 'hush-hush',
        DATABASE: 'postgres://me:hush-hush@localhost/db',
        MODE: 'plain',
      },
    },
    { name: 'broken', script: 'broken.js', namespace: 'others', max_restarts: 0, wait_ready: true },
    { name: 'quiet', script: 'sleep', args: '1000', namespace: 'others' },
  ];
  return {
    port,
    files: {
      'server.js': webScript,
      'broken.js': 'console.error("no database"); process.exit(3);',
      'ecosystem.config.js': `module.exports = ${JSON.stringify({ apps })};`,
    },
  };
}
