/** What a debugger and the editor say to each other, as far as it matters here (Debug Adapter Protocol). */
export interface AdapterMessage {
  readonly type?: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
}

/** Upon these a program that stands runs on. */
const going: ReadonlySet<string> = new Set([
  'continue',
  'next',
  'stepIn',
  'stepOut',
  'stepBack',
  'reverseContinue',
]);

/** Whether the program stands at a breakpoint after a message to the editor; undefined when it says nothing of that. */
export function standsAfter({ type, event, command, success }: AdapterMessage): boolean | undefined {
  if (type === 'event') {
    if (event === 'stopped') return true;
    if (event === 'continued' || event === 'terminated' || event === 'exited') return false;
  }
  if (type === 'response' && success === true && command !== undefined && going.has(command)) return false;
  return undefined;
}
