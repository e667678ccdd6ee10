import type { MonitorSelection, MonitorTexts, ToMonitor } from '../protocol/monitor.ts';
import { MonitorPage } from './monitorPage.ts';

// The page of the monitor: made by the extension (`extension/monitor/monitorPanel.ts`), filled by its messages.
const facts = JSON.parse(document.getElementById('facts')?.textContent ?? '{}') as {
  readonly texts: MonitorTexts;
  readonly selection: MonitorSelection;
};
const vscode = acquireVsCodeApi();
const page = new MonitorPage(facts.texts, facts.selection, vscode);
document.body.append(page.element);
window.addEventListener('message', (event: MessageEvent<ToMonitor>) => page.take(event.data));
vscode.postMessage({ type: 'ready' });
