import type { Dialect } from '../appSpec.ts';
import { detectDialect } from '../detectDialect.ts';
import { plainValue } from '../tree/plainValue.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import { checkedFile } from './checkedFile.ts';
import type { CheckedFile } from './checkedFile.ts';
import { engineProblems } from './engine.ts';
import type { FileFacts } from './fileFacts.ts';
import type { Finding, Found, Rule, Severity } from './rule.ts';
import { rules } from './rules.ts';

export interface CheckSettings {
  /** What JSON and YAML files are when their content does not tell. */
  readonly dialect: Dialect | 'auto';
  /** By rule code. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

export const defaultSettings: CheckSettings = { dialect: 'auto', rules: {} };

export interface CheckOptions {
  /** The ecosystem file, absolute. */
  readonly path: string;
  readonly facts: FileFacts;
  readonly settings: CheckSettings;
}

const byCode = new Map(rules.map((rule) => [rule.code, rule]));

/**
 * All that can be said about an ecosystem file without running it, in the order of the file. What depends on values
 * that only a run gives is never called wrong. Never throws.
 */
export function check(tree: SourceTree, { path, facts, settings }: CheckOptions): readonly Finding[] {
  const value = plainValue(tree.root);
  const dialect = detectDialect(path, value, settings.dialect);
  const file = checkedFile(tree, value, { path, dialect, facts });
  const findings = [...fromEngine(file), ...rules.flatMap((rule) => fromRule(rule, file))].flatMap(
    (finding): Finding[] => {
      const wanted = settings.rules[finding.code];
      if (wanted === 'off') return [];
      return [wanted === undefined ? finding : { ...finding, severity: wanted }];
    },
  );
  return unique(findings).sort((a, b) => a.start - b.start || a.end - b.end);
}

function fromEngine(file: CheckedFile): Finding[] {
  return engineProblems(file).flatMap((placed): Finding[] => {
    const { problem, span } = placed;
    const refined = byCode.get(problem.code)?.refine?.(placed, file);
    if (refined === null) return [];
    const found = { ...span, data: problem.data, severity: problem.severity, ...refined };
    return [toFinding(problem.code, found, problem.severity)];
  });
}

function fromRule({ code, severity, find }: Rule, file: CheckedFile): Finding[] {
  return find === undefined ? [] : [...find(file)].map((found) => toFinding(code, found, severity));
}

function toFinding(
  code: string,
  { start, end, data, fixes = [], ...found }: Found,
  usual: Severity,
): Finding {
  return { code, start, end, data, severity: found.severity ?? usual, fixes };
}

/** What several apps share is written once, and told once. */
function unique(findings: readonly Finding[]): Finding[] {
  const byPlace = new Map(
    findings.map((finding) => {
      const { code, start, end, data } = finding;
      return [
        JSON.stringify([code, start, end, data['option'] === undefined ? data : data['option']]),
        finding,
      ];
    }),
  );
  return [...byPlace.values()];
}
