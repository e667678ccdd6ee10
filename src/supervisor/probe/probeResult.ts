/** What one probe found; `reason` is the end of a sentence, such as `HTTP 503` or `connection refused`. */
export type ProbeResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: string;
      /** It says nothing about the instance, which was not the one that was asked. */
      readonly missed?: true;
    };

export const passed = { ok: true } as const satisfies ProbeResult;

export function failed(reason: string): ProbeResult {
  return { ok: false, reason };
}

/** Other instances that share the port took every connection. */
export const missed = {
  ok: false,
  reason: 'other instances took the connections to the shared port',
  missed: true,
} as const satisfies ProbeResult;

/** The result of a probe that was cut short: whoever aborts gives the reason as the signal's own. */
export function cutShort(signal: AbortSignal): ProbeResult {
  return failed(String(signal.reason));
}
