/** Where an app is opened that says nothing else. */
export const defaultUrl = 'http://localhost:{port}/';

/** The address of a template for a port; undefined when it is none that a browser opens. */
export function appUrl(template: string, port: number): string | undefined {
  const text = template.replaceAll('{port}', String(port));
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return protocol === 'http:' || protocol === 'https:' ? href : undefined;
}
