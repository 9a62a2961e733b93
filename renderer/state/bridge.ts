import type { Bridge } from '../../shared/contract.ts';
import type { Envelope } from '../../shared/result.ts';

declare global {
  interface Window {
    /** Put there by the preload; see `shared/channels.ts`. */
    readonly stowkey: Bridge;
  }
}

/**
 * Turns a call that never answered in the agreed form into an error envelope, so that callers
 * handle one kind of failure only.
 */
export const settle = async <T>(call: Promise<Envelope<T>>): Promise<Envelope<T>> => {
  try {
    return await call;
  } catch {
    return {
      ok: false,
      error: { code: 'internal', params: {}, fields: {}, retryable: true, incident: null },
    };
  }
};

export type { Bridge };
