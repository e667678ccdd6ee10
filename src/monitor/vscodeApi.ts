import type { FromMonitor, MonitorState } from '../protocol/monitor.ts';
import type { FromThroughput } from '../protocol/throughput.ts';

/** What VS Code gives to the page. */
export interface VsCodeApi {
  postMessage(message: FromMonitor | FromThroughput): void;
  getState(): MonitorState | undefined;
  setState(state: MonitorState): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}
