import type { ConnectionView } from '../../shared/schemas.ts';
import { connectionFactsSchema } from '../../shared/schemas.ts';
import type { AppError } from '../diagnostics/errors.ts';
import type { ConnectionRecord } from '../metadata/schema.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';

/** Facts of a connection whose secret has not been seen yet. */
export const noFacts = connectionFactsSchema.parse({
  account: null,
  expiresAtEpochSeconds: null,
  grant: null,
  s3: null,
});

const viewState = {
  pending: 'connecting',
  active: 'active',
  rotating: 'active',
  deleting: 'disconnecting',
} as const satisfies Record<
  Exclude<ConnectionRecord['state'], 'abandoned'>,
  ConnectionView['state']
>;

/** A record of something that never became a connection is no one's business but `reconcile`'s. */
export const isShown = (record: ConnectionRecord): record is ShownRecord =>
  record.state !== 'abandoned';
type ShownRecord = ConnectionRecord & { readonly state: keyof typeof viewState };

/** What the window sees of a record. A provider that is gone leaves the connection without actions. */
export const toConnectionView = (
  record: ShownRecord,
  adapter: ProviderAdapter | undefined,
): ConnectionView => ({
  id: record.id,
  providerId: record.providerId,
  label: record.label,
  state: viewState[record.state],
  problem:
    record.problem === null
      ? null
      : { ...record.problem, fields: {}, retryable: false, incident: null },
  needsSignIn: record.needsSignIn,
  createdAtEpochSeconds: record.createdAtEpochSeconds,
  updatedAtEpochSeconds: record.updatedAtEpochSeconds,
  verifiedAtEpochSeconds: record.verifiedAtEpochSeconds,
  facts: record.facts,
  capabilities: {
    refresh: adapter?.refresh !== undefined,
    verify: adapter?.verify !== undefined,
    reconnect: adapter?.reauthorize !== undefined,
  },
});

/** The part of an error that a record keeps. */
export const problemOf = (error: AppError): NonNullable<ConnectionRecord['problem']> => ({
  code: error.code,
  params: error.params,
});
