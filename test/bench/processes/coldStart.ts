import type { Row } from '../row.ts';
import { outcomeOf } from './cases.ts';
import { present } from './contender.ts';
import { contenders as all } from './contenders.ts';
import { interleaved } from './opened.ts';
import { Site } from './site.ts';

export const coldStart: Row = {
  name: 'cold-start',
  title: 'Start of the supervisor',
  about:
    'Milliseconds from when nothing runs until a client that is there already has its first answer from the ' +
    'supervisor that it has started, on a machine that has run it before.',
  rounds: 10,
  run: async ({ rounds }) => {
    const { contenders, absent } = present(all);
    const figures = await interleaved(
      contenders.map((contender) => ({ contender })),
      rounds,
      async ({ contender }) => {
        using site = await Site.create([]);
        await using manager = await contender.open(site);
        return manager.openedIn;
      },
    );
    return outcomeOf([{ name: 'first answer', figures }], absent);
  },
};
