export interface PageHtml {
  readonly language: string;
  readonly title: string;
  /** What the page begins with, as its script reads it. */
  readonly facts: object;
  /** Uris as the page reaches them. */
  readonly script: string;
  readonly style: string;
  /** What the page may load styles from (`webview.cspSource`). */
  readonly source: string;
  /** Only the script that carries it runs. */
  readonly nonce: string;
}

/** A page of a webview, still empty. It loads its own script and style, and nothing else from anywhere. */
export function pageHtml({ language, title, facts, script, style, source, nonce }: PageHtml): string {
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src ${source}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(style)}">
<title>${escaped(title)}</title>
</head>
<body>
<script id="facts" type="application/json" nonce="${nonce}">${json(facts)}</script>
<script nonce="${nonce}" src="${escaped(script)}"></script>
</body>
</html>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** As a script element may hold it. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}
