import { createHash } from 'node:crypto';
import { isPortFree } from '../ports.ts';

/** Below the ports that systems give to outgoing connections, and above those that servers are usually given. */
const firstPort = 20_000;
const portCount = 10_000;

/**
 * The inspector port of each instance, for the life of the supervisor: a debugger that attaches again finds the next
 * process where it found the last one. It follows from the names, so that a later supervisor comes to the same ones.
 */
export class InspectorPorts {
  readonly #key: string;
  readonly #ports = new Map<string, Promise<number>>();
  /** Of Python, for processes that begin to listen while others still do. */
  readonly #further = new Map<string, number[]>();
  readonly #taken = new Set<number>();

  /** `key` names the supervisor among those of the machine. */
  constructor(key: string) {
    this.#key = key;
  }

  /** `kind` of process: the next one of Python begins to listen beside one that it replaces. */
  async of(instance: string, kind: 'node' | 'python'): Promise<number> {
    const port = await this.#first(instance);
    if (kind === 'node' || (await isPortFree(port, '127.0.0.1'))) return port;
    const further = this.#further.get(instance) ?? [];
    for (const one of further) if (await isPortFree(one, '127.0.0.1')) return one;
    const chosen = await this.#choose(instance);
    this.#further.set(instance, [...further, chosen]);
    return chosen;
  }

  /** The instance has gone for good; one of its name would come to the same port again. */
  async forget(instance: string): Promise<void> {
    // One that could not be chosen has been told to whoever asked.
    const first = this.#ports.get(instance)?.catch(() => undefined);
    const further = this.#further.get(instance) ?? [];
    this.#ports.delete(instance);
    this.#further.delete(instance);
    for (const port of [await first, ...further]) if (port !== undefined) this.#taken.delete(port);
  }

  #first(instance: string): Promise<number> {
    const known = this.#ports.get(instance);
    if (known !== undefined) return known;
    const chosen = this.#choose(instance);
    this.#ports.set(instance, chosen);
    return chosen;
  }

  async #choose(instance: string): Promise<number> {
    const start = createHash('sha256').update(`${this.#key} ${instance}`).digest().readUInt32BE() % portCount;
    for (let step = 0; step < portCount; step += 1) {
      const port = firstPort + ((start + step) % portCount);
      if (this.#taken.has(port)) continue;
      this.#taken.add(port);
      if (await isPortFree(port, '127.0.0.1')) return port;
    }
    throw new Error(`no port is free between ${firstPort} and ${firstPort + portCount - 1}`);
  }
}
