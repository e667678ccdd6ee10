/**
 * The regular expression that a pattern of `ignore_watch` is when it is written `re:/source/flags`; undefined for any
 * other pattern. Throws a SyntaxError when it cannot be read.
 */
export function watchExpression(pattern: string): RegExp | undefined {
  const [, source, flags = ''] = /^re:\/(.*)\/([a-z]*)$/s.exec(pattern) ?? [];
  // With these an expression remembers where it was, and fits every other time only.
  return source === undefined ? undefined : new RegExp(source, flags.replace(/[gy]/g, ''));
}
