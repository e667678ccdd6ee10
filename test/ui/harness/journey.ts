import { test } from 'node:test';
import { Editor, type EditorOptions } from './editor.ts';
import type { Workbench } from './workbench.ts';

interface Journey {
  readonly editor: Editor;
  /** The first window, open. */
  readonly workbench: Workbench;
}

const journeyMs = 240_000;

/** Defines a test in its own editor. When it fails, screenshots and logs are kept in `test-results/`. */
export function journey(
  name: string,
  options: EditorOptions,
  body: (journey: Journey) => Promise<void>,
): void {
  test(name, { timeout: journeyMs }, async (context) => {
    const editor = await Editor.start(options);
    try {
      await body({ editor, workbench: await editor.openWindow() });
    } catch (error) {
      context.diagnostic(`Screenshots and logs: ${await editor.keepEvidence(name)}`);
      throw error;
    } finally {
      await editor.dispose();
    }
  });
}
