import type { Problem } from './model.ts';
import { visibleText } from './visibleText.ts';

/**
 * Every problem code with its sentence. `{name}` is replaced by `data.name`. A sentence says what happened and
 * what to do, and quotes the value. Translations go by the English sentence.
 */
export const problemTexts: Readonly<Record<string, string>> = {
  'script-missing':
    'The script "{script}" does not exist. Correct "script" in the ecosystem file; relative paths start at {base}.',
  'cwd-missing': 'The folder "{cwd}" does not exist. Correct "cwd" in the ecosystem file.',
  'script-gone': 'The script "{script}" does not exist. Put it back, or start the app with another one.',
  'cwd-gone': 'The folder "{cwd}" does not exist. Put it back, or start the app with another "cwd".',
  'interpreter-missing':
    'The interpreter "{interpreter}" was not found. Install it, or set "interpreter" to its full path. PATH is {path}.',
  'command-missing':
    'The command "{command}" was not found. Install it, or set "script" to its full path. PATH is {path}.',
  'typescript-unsupported':
    '{node} cannot run "{script}", because it is TypeScript. Install tsx in the project (npm install --save-dev tsx), or use Node 22.18 or later.',
  'jsx-unsupported':
    '"{script}" needs tsx (with Node 18.19 or later) or bun, because Node runs no JSX. Install tsx in the project (npm install --save-dev tsx).',
  'user-needs-root':
    '"{option}" is "{user}", which needs root, and Drover runs as user {self}. Remove "{option}", or start the supervisor as root (sudo drover …).',
  'user-missing':
    'The user or group "{user}" is not in {file}. Correct "uid" or "gid" in the ecosystem file.',
  'spawn-failed': '"{command}" could not be started: {reason}.',
  'port-taken': 'Port {port} is already used by {owner}. Stop that process, or give the app another port.',
  'port-conflict': 'Port {port} is wanted by both "{app}" and "{other}". Give one of them another port.',
  'ports-short':
    'The range {range} has {have} ports, but {need} instances need one each. Widen the range or lower "instances".',
  'ports-none-free': 'No free port is left in {range}. Widen the range or stop what uses it.',
  'cluster-unsupported':
    '"{script}" cannot be clustered, because {reason}. Point "script" at the JavaScript entry file, or set "exec_mode" to "fork".',
  'port-unshared':
    'The instances of "{script}" cannot share a port, because {reason}. Name the port by "port", give each its own by a range such as "8000-8003", or set "instances" to 1.',
  'socket-ignored':
    'It listens on port {port} by itself, which only one program can. Its instances share port {shared}, which Drover holds and hands down as file descriptor 3: listen there ("{FD}" in "args", or LISTEN_FDS), or give each a port of its own by a range such as "{range}".',
  crashed: 'It exited with {exit} {uptime} after its start.',
  'gave-up':
    'It was given up: within {minUptime} of each start it exited, {count}× in a row. The last exit was {exit}.',
  'not-ready': 'It did not become ready within {timeout}.',
  'reload-failed': 'The reload failed, and what ran before serves on. {reason}',
  'watch-reload-failed': 'The change of "{file}" was not taken over, and what ran before serves on. {reason}',
  'sessions-split':
    'Clients that poll lose their session, because their requests reach several instances (socket.io polls unless told otherwise). Set transports: ["websocket"] in the client, or "instances": 1.',
  'module-missing': '{module} is not installed for {interpreter}. {hint}',
  'file-syntax': '{message}',
  'file-threw': 'The file threw while it was evaluated: {message}',
  'file-timeout':
    'The file was still running after {seconds} s and was ended. Does it wait for something, or loop?',
  'file-too-large': 'What the file exports is longer than {limit} as JSON, which is too much to read.',
  'file-ended': 'The file ended the process before it exported anything ({exit}).',
  'file-empty':
    'The file is empty. Add an "apps" list, for example by the command "Drover: Create Ecosystem File".',
  'file-no-apps':
    'The file exports no apps. Expected { apps: [...] }, a list of apps, or one app with a "script".',
  'file-missing': 'The file "{path}" does not exist.',
  'file-too-long':
    'The file is so long that Drover neither checks nor completes it, to keep the editor quick. Its apps run all the same.',
  'file-unreadable': 'The file could not be read: {reason}.',
  'file-module-missing': 'The file imports "{module}", which is not installed.',
  'file-typescript':
    'The file uses TypeScript that {node} cannot strip: {message}. Install tsx in the project, or use plain types.',
  'option-unknown': 'Unknown option "{option}".{suggestion}',
  'option-type': '"{option}" must be {expected}, but it is {value}.',
  'expression-invalid':
    '"{option}" has the expression {expression}, which cannot be read: {reason}. Correct it; until then it leaves nothing out.',
  'option-ignored': '"{option}" is accepted for compatibility and has no effect in Drover.',
  'value-dropped': '{path}: a {type} cannot be passed on and was left out.',
  'app-not-object': 'Entry {index} of "apps" must be an object, but it is {value}.',
  'script-required': '"{app}" has no "script". Add the file or command it runs.',
  'name-taken':
    'An app named "{name}" is in {file} already. Start that by its name, or give this one another name.',
  'delete-instance':
    '"{name}" is one instance of "{app}", and only whole apps are deleted. "drover scale {app} -1" takes one away.',
  'delete-overtaken': 'It was started again meanwhile, so it was not deleted.',
  'name-duplicate': 'Two apps are named "{name}" in this file; the second one is left out. Rename one.',
  'dependency-unknown': '"{app}" depends on "{name}", and no app of this file has that name.{suggestion}',
  'dependency-circle': 'These apps wait for each other: {circle}. Remove one of the "depends_on".',
  'file-types-stripped':
    '{node} cannot read this TypeScript file by itself, so Drover took the types out before. Install tsx to have it run as it is.',
  'env-file-unreadable': 'The env_file "{path}" could not be read: {reason}. Its variables are missing.',
  'profile-missing': '"{app}" has no "env_{profile}"; only "env" applies.',
  'cluster-single': '"{script}" cannot be clustered, because {reason}. It runs as one plain instance.',
  'log-unwritable': 'The log file "{path}" could not be written: {reason}. Lines are kept in memory.',
  'state-damaged': 'The saved state was damaged and has been set aside as "{path}".',
  'dependency-failed': 'It waits for "{name}", which is {status}. Start "{name}", or see its log.',
  'dependency-endless':
    '"{app}" waits for "{name}" to complete, and "{name}" is no "one_shot" app. Add "one_shot": true to it, or wait for "online".',
  unhealthy: 'It failed its health check {count}× in a row and is restarted. The last answer: {reason}.',
  'check-failed': 'It was not healthy within {timeout}. The last answer: {reason}.',
  'memory-exceeded': 'It used {used}, more than its "max_memory_restart" of {limit}, and is restarted.',
  'node-version-missing':
    '{source} asks for Node {version}, which none of {managers} has. It runs on {node}. Install that version, or correct {source}.',
  'watch-polling':
    'Files in "{folder}" are looked at once a second, because {reason}. Raise that limit (on Linux: sudo sysctl fs.inotify.max_user_watches=524288), or ignore more by "ignore_watch".',
  'watch-loop':
    '"{app}" writes "{file}" at each start, so a change of it restarts the app no more. Add it to "ignore_watch".',
  'state-previous':
    'The saved state was damaged and has been set aside as "{path}"; the one before it is used.',
  'state-unwritable':
    'What runs could not be written down in "{path}": {reason}. Apps run on, and it is tried again every few seconds. Until then, apps may not come back after a crash of the supervisor.',
  'nothing-saved': 'Nothing has been saved in this folder. "drover save" does.',
  'app-unlisted': 'It is in no ecosystem file any more: {file}.',
  'not-running': 'It is not running.',
  'scale-fixed': '"{app}" cannot have {count} instances: {reason}.',
  'debug-unsupported':
    '"{name}" cannot be debugged. Drover debugs Node and Python programs, and this one is run by "{program}".',
  'debug-stopped': '"{name}" does not run. Start it with the debugger.',
  'debug-needs-start':
    '"{name}" runs without a debugger, and none can join a Python program later. Restart it with the debugger.',
  'inspector-silent':
    '"{name}" did not open its inspector. It may be busy, stand at a breakpoint, or have its port taken by another program. Restart it with the debugger.',
  'debugpy-missing':
    'debugpy is not installed for "{python}". Install it with "{python} -m pip install debugpy".',
  'debugpy-unsupported':
    'Which Python "{command}" runs cannot be told, so it cannot be started with a debugger. Set "interpreter" to that Python, or "script" to "python".',
  'supervisor-stopping': 'The supervisor is stopping.',
  'connection-lost': 'The connection to the supervisor broke off before it answered.',
  'supervisor-not-started': 'The supervisor could not be started: {reason}',
  'supervisor-silent':
    'The supervisor (process {pid}) does not answer. If that lasts, end the process and try again.',
  'protocol-mismatch':
    'The supervisor that runs here is of another version of Drover (protocol {protocol}). End it with "drover kill", which stops its apps, and start again.',
  'runtime-unsafe':
    'The folder "{path}" is not safe to use: {reason}. Remove it, or correct its owner and mode.',
  'runtime-path-long':
    'The folder "{path}" is too long for a socket, whose path may have {limit} bytes. Set XDG_RUNTIME_DIR or TMPDIR to a shorter folder.',
  'no-match': 'Nothing is named "{target}".',
  'no-apps': 'There are no apps here.',
  ambiguous: '"{target}" fits several apps: {candidates}. Name one of these.',
  unauthorized: 'The supervisor refused the connection.',
  internal: 'Something went wrong inside Drover: {detail}. The log of the supervisor says more.',
  'input-not-read':
    '"{name}" does not read its input, which is full. Restart it, or read process.stdin (sys.stdin) in the program.',
  'input-none':
    '"{name}" reads no input: it does not run, has closed its stdin, or is a "one_shot" app, which has none.',
  timeout: 'It was not online after {timeout}.',
  'load-busy': 'The throughput of "{app}" is being measured already.',
  'load-died': '{exits} of its processes ended under the load (instances: {instances}). The logs say why.',
  'load-errors':
    '{errors} requests got no answer: refused, cut off, or none within 10 s (instances: {instances}).',
  'load-non-2xx':
    '{answers} answers had another status than 2xx (instances: {instances}). An error page is often quicker than the page: check the path.',
  'load-cores':
    'The app and the load generator shared {cores} cores and slowed each other down (instances: {instances}). A machine with more cores may show more.',
  'load-others':
    'Other programs on this machine took up to {cpu} % of a core meanwhile (instances: {instances}). Repeat it when it is calmer.',
  'load-client':
    'The load generator had no time left (instances: {instances}). The app may be able to do more than was asked of it.',
  'load-connections':
    '{connections} connections are fewer than there were instances ({instances}), so some got nothing to do.',
  'load-one-instance':
    'Nearly all requests went to "{name}" (instances: {instances}). The others bring nothing here.',
  'load-step': '{count} instances could not be had: {reason}',
  'load-interrupted': 'It was interrupted, so rows are missing.',
};

/**
 * The sentence of a problem: English, unless `translate` knows its text in another language. An unknown code shows its
 * code and facts, so nothing is ever hidden.
 */
export function describeProblem(
  { code, data }: Pick<Problem, 'code' | 'data'>,
  translate: (text: string) => string = asWritten,
): string {
  const text = problemTexts[code];
  if (text === undefined) return `${code}: ${JSON.stringify(data)}`;
  return fillSentence(text, data, translate);
}

/** Behind a name that is not known, where one that is known looks like it; the fact is empty where none does. */
export const suggestionText = ' Did you mean "{suggestion}"?';

/** Facts that are words of Drover, told in the language of the sentence that they stand in. */
export const wordFacts: ReadonlySet<string> = new Set(['expected', 'takes', 'reason']);

/** A sentence in another language, with the facts at their places. */
export function fillSentence(
  text: string,
  data: Problem['data'],
  translate: (text: string) => string,
): string {
  return translate(text).replace(/\{(\w+)\}/g, (whole, name: string) => {
    if (data[name] === undefined) return whole;
    const fact = visibleText(data[name]);
    if (name === 'suggestion' && fact !== '')
      return translate(suggestionText).replace('{suggestion}', () => fact);
    return wordFacts.has(name) ? translate(fact) : fact;
  });
}

function asWritten(text: string): string {
  return text;
}
