/** The way to one live client: an event stream or a WebSocket. */
export interface Channel {
  /** Writes a message of this type, as JSON; `id` is its place in the stream, if it has one. */
  readonly write: (message: { readonly type: string; readonly text: string; readonly id?: string }) => void;
  /** Bytes that were written and that the client has not taken yet. */
  readonly backlog: () => number;
  /** Says why, and hangs up. */
  readonly end: (reason: string) => void;
}
