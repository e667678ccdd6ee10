import type { FromMonitor, MonitorState } from '../protocol/monitor.ts';

/** What VS Code gives to the page. */
export interface VsCodeApi {
  postMessage(message: FromMonitor): void;
  getState(): MonitorState | undefined;
  setState(state: MonitorState): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}
