/** What can be wrong with a request: the name that the answer gives it, and its status. */
const statuses = {
  malformed: 400,
  unauthorized: 401,
  foreign_host: 403,
  foreign_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_slow: 408,
  ambiguous: 409,
  failed: 409,
  body_too_large: 413,
  media_type: 415,
  invalid_fields: 422,
  upgrade_required: 426,
  too_many_streams: 429,
  headers_too_large: 431,
  internal: 500,
  no_supervisor: 503,
} as const;

export type RefusalName = keyof typeof statuses;

export const refusalNames = Object.keys(statuses) as RefusalName[];

/** The body of every answer that is no success. */
export interface RefusalBody {
  readonly success: false;
  readonly error: RefusalName;
  readonly message: string;
}

/** A request that is not done, for a reason that its sender can act on. */
export class Refusal extends Error {
  override readonly name: RefusalName;
  readonly status: (typeof statuses)[RefusalName];
  readonly headers: Readonly<Record<string, string>>;
  /** What the body tells besides. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(
    name: RefusalName,
    message: string,
    {
      headers = {},
      facts = {},
    }: { readonly headers?: Record<string, string>; readonly facts?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.name = name;
    this.status = statuses[name];
    this.headers = headers;
    this.facts = facts;
  }

  get body(): RefusalBody {
    return { success: false, error: this.name, message: this.message, ...this.facts };
  }
}
