/** How a command line is given to cmd.exe: `/d` no AutoRun, `/s` quotes as they stand, `/c` run it and end. */
export interface WindowsCommand {
  readonly file: string;
  /** To be passed verbatim: Node must not quote them again. */
  readonly args: readonly string[];
}

/** Runs a line of cmd's own language. */
export function shellCommand(line: string, comSpec: string): WindowsCommand {
  return { file: comSpec, args: ['/d', '/s', '/c', `"${line}"`] };
}

/** Whether Windows runs the file only by way of cmd.exe. */
export function isBatchFile(file: string): boolean {
  return /\.(?:cmd|bat)$/i.test(file);
}

/**
 * Runs a batch file with arguments that arrive as they are. Batch files hand `%*` on to a program, so that cmd reads
 * what stands there a second time.
 */
export function batchCommand(file: string, args: readonly string[], comSpec: string): WindowsCommand {
  const line = [escapeForCmd(quoteForProgram(file)), ...args.map(escapeArgument)].join(' ');
  return shellCommand(line, comSpec);
}

function escapeArgument(argument: string): string {
  const isPlain = /^[\w@+:./\\-]+$/.test(argument);
  return isPlain ? argument : escapeForCmd(escapeForCmd(quoteForProgram(argument)));
}

/** As programs take their command line apart: backslashes count only before a quote. */
function quoteForProgram(argument: string): string {
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

/** A caret makes cmd take the next character as it is, which also keeps it from seeing quotes. */
function escapeForCmd(text: string): string {
  return text.replace(/[()[\]%!^"`<>&|;, *?]/g, '^$&');
}
