import type { ConnectionId } from '../../../shared/ids.ts';
import {
  type CopyFormat,
  type RevealField,
  type S3CopyFormat,
  s3CopyFormats,
} from '../../../shared/schemas.ts';
import type { Connections } from '../../connections/connections.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { ClipboardCustody } from '../../handoff/clipboard-custody.ts';
import { type FormattedCredentials, formatCredentials } from '../../handoff/copy-formats.ts';
import { formatToken } from '../../handoff/token-formats.ts';
import type { Clock } from '../../platform/ports.ts';
import type { Handlers } from './index.ts';

/** How long a revealed secret stays on screen. */
const revealMs = 20_000;

const isS3Format = (format: CopyFormat): format is S3CopyFormat =>
  (s3CopyFormats as readonly CopyFormat[]).includes(format);

export const credentialHandlers = (dependencies: {
  readonly connections: Connections;
  readonly clipboard: ClipboardCustody;
  readonly clock: Clock;
  /** Keeps the window out of screenshots while a secret is on it. */
  readonly onReveal: (hidesAtEpochMs: number) => void;
}): Handlers['credentials'] => {
  const { connections, clipboard, clock, onReveal } = dependencies;

  const format = async (id: ConnectionId, wanted: CopyFormat): Promise<FormattedCredentials> => {
    if (isS3Format(wanted)) {
      const { label, s3, expiresAtEpochSeconds, ...keys } = await connections.s3Keys(id);
      return formatCredentials(wanted, keys, { profileName: label, expiresAtEpochSeconds, ...s3 });
    }
    const isBroker = wanted === 'connection-id' || wanted === 'connection-id-env';
    const value = isBroker ? connections.brokerId(id) : connections.accessToken(id);
    return formatToken(wanted, await value);
  };

  const secretOf = async (id: ConnectionId, field: RevealField): Promise<Secret> => {
    if (field === 'access-token') return connections.accessToken(id);
    const { accessKeyId, secretAccessKey } = await connections.s3Keys(id);
    return field === 'access-key-id' ? accessKeyId : secretAccessKey;
  };

  return {
    copy: async ({ connectionId, format: wanted }) => {
      const formatted = await format(connectionId, wanted);
      if (formatted.isSecret) {
        return { clearsAtEpochMs: await clipboard.copy(formatted.text, formatted.label) };
      }
      await clipboard.copyPlain(formatted.text);
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
