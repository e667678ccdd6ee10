import type { ThroughputView } from '../protocol/throughput.ts';
import { ThroughputPage } from './throughputPage.ts';

// The page of a measurement: made by the extension (`extension/throughput/throughputPanel.ts`), complete from the start.
const { view } = JSON.parse(document.getElementById('facts')?.textContent ?? '{}') as {
  readonly view: ThroughputView;
};
const vscode = acquireVsCodeApi();
const page = new ThroughputPage(view, () => vscode.postMessage({ type: 'copy' }));
document.body.append(page.element);
