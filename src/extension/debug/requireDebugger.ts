import { extensions } from 'vscode';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';

/** Node's debugger comes with the editor; that of Python is an extension. Throws when it is missing. */
export function requireDebugger(kind: 'node' | 'python'): void {
  if (kind === 'python' && extensions.getExtension('ms-python.debugpy') === undefined) {
    throw new UserError(
      t('Python is debugged by the extension "Python Debugger" (ms-python.debugpy). Install it first.'),
    );
  }
}
