import { Document, isScalar, parse, visit } from 'yaml';

/**
 * A value as YAML behind a comment. Texts that some reader takes for something else, such as `yes` and `0123` by the
 * rules of YAML 1.1 or `1e3` by those of 1.2, stand in quotes.
 */
export function yamlText(value: unknown, comment: readonly string[]): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (
        isScalar(node) &&
        typeof node.value === 'string' &&
        !node.value.includes('\n') &&
        isAmbiguous(node.value)
      )
        node.type = 'QUOTE_DOUBLE';
    },
  });
  if (comment.length > 0) document.commentBefore = comment.map((line) => ` ${line}`).join('\n');
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function isAmbiguous(text: string): boolean {
  return (['1.1', '1.2'] as const).some((version) => {
    try {
      return parse(text, { version, logLevel: 'silent' }) !== text;
    } catch {
      // It cannot stand there without quotes; the printer sees to that.
      return false;
    }
  });
}
