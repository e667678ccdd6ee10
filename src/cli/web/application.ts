import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { Hono } from 'hono';
import { describeError } from '../../client/describeError.ts';
import { ClientError } from '../../client/clientError.ts';
import { RpcError } from '../../client/rpcError.ts';
import { readBody, readQuery } from './fields.ts';
import { readText } from './readText.ts';
import { Refusal } from './refusal.ts';
import type { Reply, Route, Services } from './route.ts';
import { securityHeaders } from './securityHeaders.ts';

type Bindings = { Bindings: HttpBindings };

/** Answers the requests that the guard lets pass, by the table of routes. `log` is told of our own faults. */
export function application(
  routes: readonly Route[],
  services: Services,
  log: (line: string) => void,
): Hono<Bindings> {
  const app = new Hono<Bindings>();
  for (const route of routes) {
    app.on(route.method, honoPath(route.path), async (context) =>
      answer(context, await run(route, context, services)),
    );
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).flatMap(({ method }) => methodsOf(method));
    app.all(honoPath(path), ({ req }) => {
      throw new Refusal(
        'method_not_allowed',
        `${req.method} is not for ${path}. ${methods.join(', ')} can be used.`,
        {
          headers: { Allow: methods.join(', ') },
        },
      );
    });
  }
  app.notFound((context) => {
    const { pathname } = new URL(context.req.url);
    return refuse(
      context,
      new Refusal('not_found', `There is nothing at ${pathname}. "/" lists what there is.`),
    );
  });
  app.onError((error, context) => refuse(context, asRefusal(error, log)));
  return app;
}

/** Answers to HEAD are those to GET, less the body. */
function methodsOf(method: Route['method']): string[] {
  return method === 'GET' ? ['GET', 'HEAD'] : [method];
}

function honoPath(path: string): string {
  return path.replace('{id}', ':id');
}

async function run(route: Route, context: Context<Bindings>, services: Services): Promise<Reply> {
  const { req, env } = context;
  const query = readQuery(route.query, new URL(req.url).searchParams);
  const body = route.body === undefined ? {} : readBody(route.body, await readText(env.incoming));
  return route.run({ id: req.param('id') ?? '', query, body, ...env }, services);
}

function answer(context: Context<Bindings>, reply: Reply): Response {
  if (reply === 'sent') return RESPONSE_ALREADY_SENT;
  if ('json' in reply) return context.json(reply.json, 200, securityHeaders);
  return context.body(reply.text, 200, { ...securityHeaders, 'Content-Type': reply.contentType });
}

function refuse(context: Context<Bindings>, { body, status, headers }: Refusal): Response {
  return context.json(body, status, { ...securityHeaders, ...headers });
}

function asRefusal(error: unknown, log: (line: string) => void): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof ClientError) return new Refusal('no_supervisor', error.message);
  if (error instanceof RpcError && error.name === 'shuttingDown') {
    return new Refusal('no_supervisor', describeError(error));
  }
  if (error instanceof RpcError && (error.name === 'noMatch' || error.name === 'ambiguous')) {
    // It went, or got a namesake, since it was looked up.
    return new Refusal(error.name === 'noMatch' ? 'not_found' : 'ambiguous', describeError(error));
  }
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return new Refusal(
    'internal',
    'Something went wrong inside Drover. The terminal of "drover web" says more.',
  );
}
