import { commands } from 'vscode';
import type { CommandTable } from './commands/command.ts';

/** `<publisher>.<name>#<id of the walkthrough>`, as in the manifest. */
const walkthrough = 'drover.drover#drover.start';

/** The first steps, which VS Code shows by itself only after an installation. */
export const walkthroughCommands: CommandTable = {
  'drover.openWalkthrough': {
    needsTrust: false,
    run: async () => {
      await commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
    },
  },
};
