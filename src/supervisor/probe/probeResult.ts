/** What one probe found; `reason` is the end of a sentence, such as `HTTP 503` or `connection refused`. */
export type ProbeResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

export const passed: ProbeResult = { ok: true };

export function failed(reason: string): ProbeResult {
  return { ok: false, reason };
}

/** The result of a probe that was cut short: whoever aborts gives the reason as the signal's own. */
export function cutShort(signal: AbortSignal): ProbeResult {
  return failed(String(signal.reason));
}
