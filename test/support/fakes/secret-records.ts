import { randomUUID } from 'node:crypto';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import type { SecretRecord } from '../../../electron/keychain/secret-store.ts';
import { type ConnectionId, connectionIdSchema } from '../../../shared/ids.ts';

export const newId = (): ConnectionId => connectionIdSchema.parse(randomUUID());

export const record = (generation: number, fields: Readonly<Record<string, string>>) => ({
  generation,
  fields: Object.fromEntries(
    Object.entries(fields).map(([name, text]) => [name, new Secret(text)]),
  ),
});

/** A record with its secrets in the open, to compare. */
export const exposed = (found: SecretRecord | null) =>
  found === null
    ? null
    : {
        generation: found.generation,
        fields: Object.fromEntries(
          Object.entries(found.fields).map(([name, secret]) => [name, secret.expose()]),
        ),
      };
