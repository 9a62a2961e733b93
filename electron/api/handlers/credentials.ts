import { type CopyFormat, copyFormats, isFormatOf } from '../../../shared/copy-formats.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { RevealField } from '../../../shared/schemas.ts';
import type { Connections } from '../../connections/connections.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { ClipboardCustody } from '../../handoff/clipboard-custody.ts';
import { formatCredentials } from '../../handoff/copy-formats.ts';
import { formatToken } from '../../handoff/token-formats.ts';
import type { Clock } from '../../platform/ports.ts';
import type { Handlers } from './index.ts';

/** How long a revealed secret stays on screen. */
const revealMs = 20_000;

export const credentialHandlers = (dependencies: {
  readonly connections: Connections;
  readonly clipboard: ClipboardCustody;
  readonly clock: Clock;
  /** Keeps the window out of screenshots while a secret is on it. */
  readonly onReveal: (hidesAtEpochMs: number) => void;
}): Handlers['credentials'] => {
  const { connections, clipboard, clock, onReveal } = dependencies;

  const format = async (id: ConnectionId, wanted: CopyFormat): Promise<Secret> => {
    if (isFormatOf('broker', wanted)) return formatToken(wanted, await connections.brokerId(id));
    if (isFormatOf('tokens', wanted)) return formatToken(wanted, await connections.accessToken(id));
    const { label, s3, expiresAtEpochSeconds, ...keys } = await connections.s3Keys(id);
    return formatCredentials(wanted, keys, { profileName: label, expiresAtEpochSeconds, ...s3 });
  };

  const secretOf = async (id: ConnectionId, field: RevealField): Promise<Secret> => {
    if (field === 'access-token') return connections.accessToken(id);
    const { accessKeyId, secretAccessKey } = await connections.s3Keys(id);
    return field === 'access-key-id' ? accessKeyId : secretAccessKey;
  };

  return {
    copy: async ({ connectionId, format: wanted }) => {
      const text = await format(connectionId, wanted);
      if (copyFormats[wanted].isSecret) {
        return { clearsAtEpochMs: await clipboard.copy(text, wanted) };
      }
      await clipboard.copyPlain(text);
      return { clearsAtEpochMs: null };
    },
    reveal: async ({ connectionId, field }) => {
      const secret = await secretOf(connectionId, field);
      const hidesAtEpochMs = clock.nowEpochMs() + revealMs;
      onReveal(hidesAtEpochMs);
      return { value: secret.expose(), hidesAtEpochMs };
    },
    clearClipboard: async () => ({ cleared: await clipboard.clearNow() }),
  };
};
