import type { Credential, ProviderAdapter } from '../../providers/adapter.ts';
import type { ConnectionRecord } from '../../storage/metadata/schema.ts';
import { factsOf } from '../records.ts';
import type { UseCaseDependencies } from './dependencies.ts';

/** The addresses a connection talks to: the same account name elsewhere is another account. */
const addressesOf = (settings: Credential['settings']): string =>
  JSON.stringify(
    Object.entries(settings)
      .filter(([, value]) => typeof value === 'string' && /^https?:/.test(value))
      .sort(([a], [b]) => a.localeCompare(b)),
  );

/** It is there, and nobody is about to take it away. */
export const isSettled = (state: ConnectionRecord['state']): boolean =>
  state === 'active' || state === 'rotating';

/** Finds the connection that holds the same account at the same place already. */
export const createFindDuplicate =
  ({ metadata, operations }: Pick<UseCaseDependencies, 'metadata' | 'operations'>) =>
  (adapter: ProviderAdapter, credential: Credential): ConnectionRecord | undefined => {
    const { account } = factsOf(adapter, credential);
    if (account === null) return undefined;
    // One that is being renewed is there as much as any other; one that is on its way out is not.
    const isHere = ({ id, state }: ConnectionRecord): boolean => {
      const running = operations.running(id);
      return running === null ? state === 'active' : running !== 'disconnect' && isSettled(state);
    };
    const isDuplicate = (record: ConnectionRecord): boolean =>
      record.providerId === adapter.descriptor.id &&
      record.facts.account === account &&
      isHere(record) &&
      addressesOf(record.settings) === addressesOf(credential.settings);
    return metadata.state().connections.find(isDuplicate);
  };
