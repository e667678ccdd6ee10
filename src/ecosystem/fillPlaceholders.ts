/**
 * Replaces `{PORT}`, `{INDEX}` and `{FD}` in arguments and URLs by what the instance has. A placeholder without a
 * value stays as it is.
 */
export function fillPlaceholders(
  text: string,
  values: { readonly port?: number | null; readonly index?: number; readonly fd?: number },
): string {
  const known: Readonly<Record<string, number | null | undefined>> = {
    PORT: values.port,
    INDEX: values.index,
    FD: values.fd,
  };
  return text.replace(/\{(PORT|INDEX|FD)\}/g, (whole, name: string) => String(known[name] ?? whole));
}
