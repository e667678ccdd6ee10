import type { Node, Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { FeatureFacts } from './featureFacts.ts';
import { findOption } from '../optionTable.ts';
import { momentText, nextRuns, sizeText, timeText } from './amounts.ts';
import { parseSize } from '../parseSize.ts';
import { assignedPorts, countOf, meaningOf } from './valueMeaning.ts';
import type { MeaningFacts } from './valueMeaning.ts';
import { parsePort } from '../portSpec.ts';
import { runningOf, writtenApps } from './writtenApp.ts';

export interface InlayHint {
  /** Behind the value. */
  readonly offset: number;
  readonly label: string;
  /** Markdown; null where the label says it all. */
  readonly tooltip: string | null;
}

/**
 * What values come to now that do not say it themselves, within a part of the text: `instances: "max"`, ports of
 * `auto:`, sizes and times that are plain numbers, the next run of a cron pattern.
 */
export function inlayHints(tree: SourceTree, range: Span, facts: FeatureFacts): readonly InlayHint[] {
  const seen = new Set<Node>();
  return writtenApps(tree, facts).flatMap((app) => {
    const context: MeaningFacts = { ...facts, spec: app.spec, running: runningOf(app, facts) };
    return app.entry.node.properties.flatMap(({ key, value }): readonly InlayHint[] => {
      const option = findOption(key.value);
      if (option === undefined || value === null || seen.has(value)) return [];
      if (value.kind !== 'string' && value.kind !== 'number') return [];
      if (value.end < range.start || value.end > range.end) return [];
      seen.add(value);
      const label = labelOf(option.name, value.value, context);
      return label === null
        ? []
        : [
            {
              offset: value.end,
              label,
              tooltip: option.type === 'cron' ? null : meaningOf(option, value.value, context),
            },
          ];
    });
  });
}

function labelOf(name: string, value: string | number, facts: MeaningFacts): string | null {
  const { t, now } = facts;
  const option = findOption(name);
  switch (option?.type) {
    case 'instances': {
      const isPlain = /^\s*\+?[1-9]\d*\s*$/.test(String(value));
      const count = isPlain ? null : countOf(facts);
      return count === null ? null : `= ${count}`;
    }
    case 'port': {
      const ports = parsePort(value)?.kind === 'auto' ? assignedPorts(facts.running) : [];
      return ports.length === 0 ? null : `= ${ports.join(', ')}`;
    }
    case 'size': {
      const bytes = parseSize(value) ?? 0;
      const text = String(value);
      // "1.5G" in whole numbers, plain bytes in a unit.
      if (/\d\.\d|^\.\d/.test(text)) return `= ${Math.round(bytes / 1024 ** 2)} MB`;
      return /^\s*\d{5,}\s*$/.test(text) ? `= ${sizeText(bytes)}` : null;
    }
    case 'duration':
      return typeof value === 'number' && value >= 1000 && option.unit !== 's'
        ? `= ${timeText(value)}`
        : null;
    case 'cron': {
      const [next] = typeof value === 'string' ? nextRuns(value, 1, now) : [];
      return next === undefined ? null : t('next {0}', momentText(next, now, t));
    }
    default:
      return null;
  }
}
