/**
 * Whether VS Code ended something because somebody asked it to, such as a debugger that is stopped while it attaches.
 * Its errors cross from the window by name, not by class: https://github.com/microsoft/vscode/blob/main/src/vs/base/common/errors.ts
 */
export function isCanceled(error: unknown): boolean {
  return error instanceof Error && error.name === 'Canceled';
}
