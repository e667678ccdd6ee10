import { readdirSync, readFileSync } from 'node:fs';
import type { Editor } from './editor.ts';

/** Process ids of the extension hosts of an editor's windows. Of Linux only, where the environment tells whose they are. */
export function extensionHosts(editor: Editor): readonly number[] {
  const mark = `XDG_RUNTIME_DIR=${editor.sandbox.runtimeDir}\0`;
  const isHost = (pid: string): boolean =>
    readProc(pid, 'cmdline').includes('--type=extensionHost') && readProc(pid, 'environ').includes(mark);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isHost(name))
    .map(Number);
}

/** Empty for a process that has ended meanwhile, or is somebody else's. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
