import { randomBytes } from 'node:crypto';
import { env, Uri, ViewColumn, window } from 'vscode';
import type { LoadReport } from '../../protocol/load.ts';
import { parse } from '../../protocol/shape.ts';
import { fromThroughput } from '../../protocol/throughput.ts';
import { t } from '../localise.ts';
import { pageHtml } from '../pageHtml.ts';
import { presentThroughput, throughputMarkdown } from './presentThroughput.ts';

const viewType = 'drover.throughput';
const copiedMs = 3000;

/** Shows a measurement in an editor of its own. */
export function showThroughput(report: LoadReport, extension: Uri): void {
  const view = presentThroughput(report, env.language, t);
  const media = Uri.joinPath(extension, 'dist', 'media');
  const panel = window.createWebviewPanel(viewType, view.title, ViewColumn.Active, {
    enableScripts: true,
    localResourceRoots: [media],
  });
  const icon = (name: string): Uri => Uri.joinPath(extension, 'media', name);
  panel.iconPath = { light: icon('monitorLight.svg'), dark: icon('monitorDark.svg') };
  // Ends with the panel.
  panel.webview.onDidReceiveMessage(async (message: unknown) => {
    parse(fromThroughput, message);
    await env.clipboard.writeText(throughputMarkdown(view));
    window.setStatusBarMessage(t('The figures are in the clipboard.'), copiedMs);
  });
  const uri = (name: string): string => panel.webview.asWebviewUri(Uri.joinPath(media, name)).toString();
  panel.webview.html = pageHtml({
    language: env.language,
    title: view.title,
    facts: { view },
    script: uri('throughput.js'),
    style: uri('throughput.css'),
    source: panel.webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
}
