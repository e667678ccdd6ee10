import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fields, Values } from './fields.ts';
import type { LiveSources } from './live/liveClient.ts';
import type { LiveClients } from './live/liveClients.ts';
import type { RefusalName } from './refusal.ts';
import type { SchemaName } from './schemas.ts';
import type { UsageWatch } from './usageWatch.ts';

/** What routes work with. */
export interface Services extends LiveSources {
  readonly usage: UsageWatch;
  readonly version: string;
  readonly clients: LiveClients;
  /** Method and path of every route. */
  readonly endpoints: readonly string[];
  /** The document of `/openapi.json`. */
  readonly openApi: () => object;
}

export interface Call<Q extends Fields = Fields, B extends Fields = Fields> {
  /** The `{id}` of the path, decoded; empty where it has none. */
  readonly id: string;
  readonly query: Values<Q>;
  readonly body: Values<B>;
  /** For answers that go on. */
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** `sent`: the route has taken the answer into its own hands. */
export type Reply =
  { readonly json: object } | { readonly text: string; readonly contentType: string } | 'sent';

/** A route, from which both the server and the OpenAPI document are made. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As OpenAPI writes it: `/api/processes/{id}`. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly query: Fields;
  /** undefined: it takes no body. */
  readonly body: Fields | undefined;
  /** The schema of the JSON that it answers, or the content type of something else. */
  readonly answer: { readonly schema: SchemaName } | { readonly contentType: string };
  /** How it may be refused, besides as every request may be. */
  readonly refusals: readonly RefusalName[];
  readonly run: (call: Call, services: Services) => Promise<Reply>;
}

interface TypedRoute<Q extends Fields, B extends Fields> extends Omit<Route, 'query' | 'body' | 'run'> {
  readonly query?: Q;
  readonly body?: B;
  readonly run: (call: Call<Q, B>, services: Services) => Promise<Reply>;
}

type NoFields = Readonly<Record<string, never>>;

/** A route whose `run` knows the types of its fields. */
export function route<const Q extends Fields = NoFields, const B extends Fields = NoFields>({
  query,
  body,
  run,
  ...rest
}: TypedRoute<Q, B>): Route {
  return {
    ...rest,
    query: query ?? {},
    body,
    // The values have been read by these very fields.
    run: (call, services) => run(call as Call<Q, B>, services),
  };
}
