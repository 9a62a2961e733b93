import type { Connections } from '../../connections/connections.ts';
import type { ClipboardCustody } from '../../handoff/clipboard-custody.ts';
import { formatCredentials } from '../../handoff/copy-formats.ts';
import type { Clock } from '../../platform/ports.ts';
import type { Handlers } from './index.ts';

/** How long a revealed secret stays on screen. */
const revealMs = 20_000;

const fieldNames = {
  'access-key-id': 'accessKeyId',
  'secret-access-key': 'secretAccessKey',
} as const;

export const credentialHandlers = (dependencies: {
  readonly connections: Connections;
  readonly clipboard: ClipboardCustody;
  readonly clock: Clock;
  /** Keeps the window out of screenshots while a secret is on it. */
  readonly onReveal: (hidesAtEpochMs: number) => void;
}): Handlers['credentials'] => {
  const { connections, clipboard, clock, onReveal } = dependencies;
  return {
    copy: async ({ connectionId, format }) => {
      const { label, s3, ...keys } = await connections.s3Keys(connectionId);
      const formatted = formatCredentials(format, keys, { profileName: label, ...s3 });
      if (formatted.isSecret) {
        return { clearsAtEpochMs: await clipboard.copy(formatted.text, formatted.label) };
      }
      await clipboard.copyPlain(formatted.text);
      return { clearsAtEpochMs: null };
    },
    reveal: async ({ connectionId, field }) => {
      const keys = await connections.s3Keys(connectionId);
      const secret = keys[fieldNames[field]];
      const hidesAtEpochMs = clock.nowEpochMs() + revealMs;
      onReveal(hidesAtEpochMs);
      return { value: secret.expose(), hidesAtEpochMs };
    },
    clearClipboard: () => clipboard.clearNow(),
  };
};
