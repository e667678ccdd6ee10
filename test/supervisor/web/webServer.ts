import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { droverIn } from '../droverIn.ts';
import type { TestWorkspace } from '../testWorkspace.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: { readonly data: never; readonly error?: string; readonly message?: string } & Record<
    string,
    unknown
  >;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  /** Without a token of its own. */
  readonly bare?: boolean;
  readonly body?: string | Buffer;
}

interface Operation {
  readonly responses: Readonly<Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** `drover web` of a workspace, on a port of its own. Every answer is held against its OpenAPI document. */
export class WebUnderTest implements AsyncDisposable {
  readonly port: number;
  readonly token: string;
  readonly child: ChildProcessWithoutNullStreams;
  readonly errors: () => string;
  #openApi: OpenApi | undefined;
  readonly #ajv = new Ajv2020({ strict: false });
  readonly #validators = new Map<string, ValidateFunction>();

  private constructor(child: ChildProcessWithoutNullStreams, port: number, token: string) {
    this.child = child;
    this.port = port;
    this.token = token;
    let errors = '';
    child.stderr.on('data', (chunk) => (errors += String(chunk)));
    this.errors = () => errors;
  }

  static async start(
    workspace: TestWorkspace,
    args: readonly string[] = ['--port', '0'],
  ): Promise<WebUnderTest> {
    const { run, spawn } = droverIn(workspace);
    const child = spawn(['web', '--json', ...args]);
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    const { port } = JSON.parse(line) as { port: number };
    const { out } = await run(['web', '--show-token']);
    return new WebUnderTest(child, port, out.trim());
  }

  get authorization(): { authorization: string } {
    return { authorization: `Bearer ${this.token}` };
  }

  /** Sends one request, its path as it is written here, and reads the whole answer. */
  async ask(path: string, { method = 'GET', headers = {}, bare = false, body }: Asked = {}): Promise<Answer> {
    const answer = await this.#send(path, { method, headers, bare, ...(body === undefined ? {} : { body }) });
    this.#openApi ??= JSON.parse((await this.#send('/openapi.json', {})).text) as OpenApi;
    this.#check(method, path, answer);
    return answer;
  }

  async openApi(): Promise<OpenApi> {
    await this.ask('/');
    assert.ok(this.#openApi !== undefined);
    return this.#openApi;
  }

  post(path: string, value?: unknown): Promise<Answer> {
    const body = value === undefined ? {} : { body: JSON.stringify(value) };
    return this.ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, ...body });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }

  #send(path: string, { method = 'GET', headers = {}, bare = false, body }: Asked): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port: this.port,
          path,
          method,
          headers: { ...(bare ? {} : this.authorization), ...headers },
          agent: false,
        },
        (incoming) => {
          let text = '';
          incoming.setEncoding('utf8');
          incoming.on('data', (chunk: string) => (text += chunk));
          incoming.once('end', () => {
            const isJson = incoming.headers['content-type'] === 'application/json' && text !== '';
            const json = (isJson ? JSON.parse(text) : undefined) as Answer['json'];
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json });
          });
        },
      );
      sent.once('error', reject);
      sent.end(body);
    });
  }

  /** The status is one that the document names for this operation, and the body has the schema that it names. */
  #check(method: string, path: string, { status, text, json }: Answer): void {
    const template = this.#template(path);
    const operation = this.#openApi?.paths[template ?? '']?.[method.toLowerCase()];
    // The answer to HEAD is that to GET without its body.
    if (method === 'HEAD') return;
    if (operation === undefined) {
      assert.ok(status >= 400, `${method} ${path} is not in the document and was answered by ${status}`);
      this.#validate('Refusal', json, text);
      return;
    }
    const response = operation.responses[status];
    assert.ok(response !== undefined, `${method} ${path}: ${status} is not in the document: ${text}`);
    const schema = response.content?.['application/json']?.schema.$ref?.split('/').at(-1);
    if (schema !== undefined) this.#validate(schema, json, text);
  }

  #template(path: string): string | undefined {
    const [own = ''] = path.split('?');
    const fits = (template: string): boolean =>
      new RegExp(`^${template.replaceAll(/[.]/g, '\\.').replace('{id}', '[^/]+')}$`).test(own);
    return Object.keys(this.#openApi?.paths ?? {}).find(fits);
  }

  #validate(name: string, value: unknown, text: string): void {
    let validate = this.#validators.get(name);
    if (validate === undefined) {
      const { components } = this.#openApi ?? {};
      validate = this.#ajv.compile({ $ref: `#/components/schemas/${name}`, components });
      this.#validators.set(name, validate);
    }
    assert.ok(validate(value), `${text.slice(0, 1000)}: ${JSON.stringify(validate.errors)}`);
  }
}
