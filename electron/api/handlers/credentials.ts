import { type CopyFormat, copyFormats, isFormatOf } from '../../../shared/copy-formats.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { RevealField } from '../../../shared/schemas.ts';
import type { Connections } from '../../connections/connections.ts';
import type { Emit, Taker } from '../../connections/events.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { ClipboardCustody } from '../../handoff/clipboard-custody.ts';
import { formatCredentials } from '../../handoff/formats/credentials.ts';
import { maskCredentials, maskSecret } from '../../handoff/formats/preview.ts';
import { formatToken } from '../../handoff/formats/tokens.ts';
import { formatGrant } from '../../handoff/formats/tools/uplink.ts';
import type { Clock } from '../../platform/interfaces.ts';
import type { Handlers } from './index.ts';

/** Copies for the person, or for the consumer that asked. */
export type CopyFor = (
  to: Taker,
  wanted: { readonly connectionId: ConnectionId; readonly format: CopyFormat },
) => Promise<{ clearsAtEpochMs: number | null }>;

export const credentialHandlers = (dependencies: {
  readonly connections: Connections;
  readonly clipboard: ClipboardCustody;
  readonly clock: Clock;
  /** How long a revealed secret stays on screen. */
  readonly revealMs: () => number;
  readonly emit: Emit;
  /** Throws where the organisation lets nobody see a secret. */
  readonly requireReveal: () => void;
}): { readonly handlers: Handlers['credentials']; readonly copyFor: CopyFor } => {
  const { connections, clipboard, clock, revealMs, emit } = dependencies;

  const format = async (id: ConnectionId, wanted: CopyFormat): Promise<Secret> => {
    if (isFormatOf('broker', wanted)) return formatToken(wanted, await connections.brokerId(id));
    if (isFormatOf('tokens', wanted)) return formatToken(wanted, await connections.accessToken(id));
    if (isFormatOf('grant', wanted)) {
      const { label, accessGrant } = await connections.accessGrant(id);
      return formatGrant(wanted, accessGrant, label);
    }
    const { label, s3, expiresAtEpochSeconds, ...keys } = await connections.s3Keys(id);
    return formatCredentials(wanted, keys, { label, expiresAtEpochSeconds, ...s3 });
  };

  /** What a copy would give, with dots for secrets. Renews nothing. */
  const preview = async (id: ConnectionId, wanted: CopyFormat): Promise<string> => {
    if (isFormatOf('broker', wanted)) return (await format(id, wanted)).expose();
    if (isFormatOf('tokens', wanted)) return maskSecret((token) => formatToken(wanted, token));
    if (isFormatOf('grant', wanted)) {
      const { label } = await connections.accessGrant(id);
      return maskSecret((grant) => formatGrant(wanted, grant, label));
    }
    const { label, s3, expiresAtEpochSeconds, ...keys } = await connections.s3Keys(id, 'to-show');
    return maskCredentials(wanted, keys, { label, expiresAtEpochSeconds, ...s3 });
  };

  const secretOf = async (id: ConnectionId, field: RevealField): Promise<Secret> => {
    if (field === 'access-token') return connections.accessToken(id);
    const { accessKeyId, secretAccessKey } = await connections.s3Keys(id);
    return field === 'access-key-id' ? accessKeyId : secretAccessKey;
  };

  const copyFor: CopyFor = async (to, { connectionId, format: wanted }) => {
    const text = await format(connectionId, wanted);
    let clearsAtEpochMs: number | null = null;
    if (copyFormats[wanted].isSecret) clearsAtEpochMs = await clipboard.copy(text, wanted);
    else await clipboard.copyPlain(text);
    emit({ kind: 'handed-out', connectionId, to, as: wanted });
    return { clearsAtEpochMs };
  };

  const handlers: Handlers['credentials'] = {
    copy: (wanted) => copyFor({ kind: 'clipboard' }, wanted),
    preview: async ({ connectionId, format: wanted }) => ({
      text: await preview(connectionId, wanted),
    }),
    reveal: async ({ connectionId, field }) => {
      dependencies.requireReveal();
      const secret = await secretOf(connectionId, field);
      const hidesAtEpochMs = clock.nowEpochMs() + revealMs();
      emit({ kind: 'revealed', connectionId, field, hidesAtEpochMs });
      return { value: secret.expose(), hidesAtEpochMs };
    },
    clearClipboard: async () => ({ cleared: await clipboard.clearNow() }),
  };
  return { handlers, copyFor };
};
