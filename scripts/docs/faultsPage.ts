import { areas, windowArea } from '../../test/faults/table/faults.ts';
import { checks } from '../../test/faults/table/row.ts';
import type { FaultRow } from '../../test/faults/table/row.ts';

/** docs/faults.md: what holds whatever fails, as the table of the fault suite has it. */
export function faultsPage(): string {
  const parts = { ...areas, [windowArea.title]: windowArea.part };
  const sections = Object.entries(parts).flatMap(([title, part]) => [
    `## ${title}`,
    ['| Fault | What holds | Checked as well |', '|---|---|---|', ...Object.values(part).map(line)].join(
      '\n',
    ),
  ]);
  return [
    '<!-- Made from test/faults/table by "npm run docs": change it there. -->',
    '# What holds when something fails',
    'Every row is injected for real, into real processes, by `npm run test:faults` on Linux. At the end it prints how many faults were injected and survived, and how many guarantees were checked. Some need root (small disks, folders of other users) or a tool (`prlimit`, user namespaces); where that is missing they are named as not injected. The rows about windows of the editor are injected by `npm run test:ui`, into VS Code in a browser.',
    'The third column names what else is checked after the fault:',
    Object.entries(checks)
      .map(([name, meaning]) => `- _${name}_: ${meaning}`)
      .join('\n'),
    '<!-- prettier-ignore-start -->',
    ...sections,
    '<!-- prettier-ignore-end -->',
    '## What does not hold',
    [
      '- Lines that an app has written and the supervisor has not read when the supervisor is killed are lost.',
      '- While no client is there, nobody cleans up after a supervisor that was killed, until the next one starts. Cluster hosts and their instances leave by themselves at once.',
      '- A process that cleans its environment and leaves its session at the same time is not found by the next supervisor.',
      '- A request that is on its way to an instance of a cluster at the moment that instance is killed gets no answer.',
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n');
}

function line({ fault, guarantee, checks: shown }: FaultRow): string {
  const sentence = `${guarantee.charAt(0).toUpperCase()}${guarantee.slice(1)}.`;
  return `| ${fault} | ${sentence} | ${shown.join(', ')} |`.replaceAll('"', '`');
}
