// A small HTTP API: notes in memory, and the /health that the ecosystem files ask for.
const http = require('node:http');

const port = Number(process.env.PORT ?? 3000);
const instance = process.env.PM2_INSTANCE_ID ?? '0';
const notes = [];

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

const routes = {
  'GET /': () => [200, { pid: process.pid, port, instance: Number(instance) }],
  'GET /health': () => [200, { status: 'ok', uptime: process.uptime() }],
  'GET /notes': () => [200, notes],
  'POST /notes': async (request) => {
    const { text } = await bodyOf(request);
    if (typeof text !== 'string') return [400, { error: 'A note needs a text.' }];
    notes.push({ id: notes.length + 1, text });
    return [201, notes.at(-1)];
  },
};

async function answer(request) {
  const route = routes[`${request.method} ${new URL(request.url, 'http://localhost').pathname}`];
  if (!route) return [404, { error: 'No such route.' }];
  try {
    return await route(request);
  } catch (error) {
    return [400, { error: error.message }];
  }
}

http
  .createServer(async (request, response) => {
    const [status, body] = await answer(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(`${JSON.stringify(body)}\n`);
  })
  .listen(port, () => console.log(`Instance ${instance} starting on port ${port}`));
