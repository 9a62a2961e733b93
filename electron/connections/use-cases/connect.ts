import {
  type ConnectionId,
  connectionIdSchema,
  type OperationId,
  type ProviderId,
} from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { accountName } from '../../providers/account-name.ts';
import type { Credential, ProviderAdapter } from '../../providers/adapter.ts';
import type { ConnectionRecord } from '../../storage/metadata/schema.ts';
import { createDrafts, type DraftView } from '../drafts.ts';
import type { Operation } from '../operations.ts';
import { factsOf } from '../records.ts';
import type { Parts } from './dependencies.ts';

export type ConnectRequest = {
  readonly providerId: ProviderId;
  readonly label: string;
  readonly input: FormInput;
  /** Secrets that `prefill` kept in main. */
  readonly draft: string | null;
};

export type Prefilled = DraftView & { readonly values: FormInput };

/** What was begun, and what is kept of the form for another try. */
export type ConnectStarted = DraftView & { readonly operationId: OperationId };

/** The addresses a connection talks to: the same account name elsewhere is another account. */
const addressesOf = (settings: Credential['settings']): string =>
  JSON.stringify(
    Object.entries(settings)
      .filter(([, value]) => typeof value === 'string' && /^https?:/.test(value))
      .sort(([a], [b]) => a.localeCompare(b)),
  );

/** A person's name for an account, as it can be shown. Throws `input.invalid` for one that cannot. */
export const labelOf = (text: string): string => {
  const label = accountName(text);
  if (label === null) throw new AppError('input.invalid');
  return label;
};

const isSettled = (state: ConnectionRecord['state']): boolean =>
  state === 'active' || state === 'rotating';

/** Connects an account: the form, the provider, what is there already, the keychain. */
export const createConnect = (parts: Parts) => {
  const { metadata, operations, vault, clock, random } = parts;
  const drafts = createDrafts({ clock, random });

  /** The connection that holds the same account at the same place already. */
  const twinOf = (adapter: ProviderAdapter, credential: Credential) => {
    const { account } = factsOf(adapter, credential);
    if (account === null) return undefined;
    // One that is being renewed is there as much as any other; one that is on its way out is not.
    const isHere = ({ id, state }: ConnectionRecord): boolean => {
      const running = operations.running(id);
      return running === null ? state === 'active' : running !== 'disconnect' && isSettled(state);
    };
    const isTwin = (record: ConnectionRecord): boolean =>
      record.providerId === adapter.descriptor.id &&
      record.facts.account === account &&
      isHere(record) &&
      addressesOf(record.settings) === addressesOf(credential.settings);
    return metadata.state().connections.find(isTwin);
  };

  const shallReplace = async (operation: Operation, twin: ConnectionRecord): Promise<boolean> => {
    const { kind } = await operation.ask({
      kind: 'same-account',
      account: twin.facts.account ?? '',
      existingLabel: twin.label,
    });
    return kind === 'replace';
  };

  /**
   * Which connection the person wants it to take the place of, taken hold of; looked up again after
   * the answer, once nothing else is being done with it.
   */
  const replacedBy = async (
    operation: Operation,
    adapter: ProviderAdapter,
    credential: Credential,
  ): Promise<ConnectionRecord | undefined> => {
    const twin = twinOf(adapter, credential);
    if (twin === undefined || !(await shallReplace(operation, twin))) return undefined;
    await operations.idle(twin.id, operation.signal);
    const now = twinOf(adapter, credential);
    if (now?.id !== twin.id) return undefined;
    operation.attach(now.id);
    return now;
  };

  /** Takes back a connection that could not be saved; what cannot be taken back now is later. */
  const discard = async (id: ConnectionId): Promise<void> => {
    if (!metadata.state().connections.some((record) => record.id === id)) return;
    await vault.remove(id, 'abandoned').catch((error: unknown) => {
      if (!isAppError(error)) throw error;
    });
  };

  return {
    connect: ({ providerId, input, draft: given, ...request }: ConnectRequest): ConnectStarted => {
      const adapter = parts.adapterOf(providerId);
      const label = labelOf(request.label);
      parts.requireWritable();
      const form = drafts.complete(given, adapter, input);
      const attempt = adapter.prepare(form);
      const id = connectionIdSchema.parse(random.uuid());
      const run = async (operation: Operation): Promise<void> => {
        const credential = await attempt(parts.contextOf(operation));
        const replaced = await replacedBy(operation, adapter, credential);
        if (replaced !== undefined) {
          await parts.save(operation, () => vault.rotate(replaced.id, adapter, credential));
          return;
        }
        operation.attach(id);
        try {
          await parts.save(operation, () => vault.create({ id, adapter, label, credential }));
        } catch (error) {
          await discard(id);
          throw error;
        }
      };
      const { draft, secretFields } = drafts.keepForm(adapter, form, given);
      const operationId = operations.start(
        { kind: 'connect', providerId, connectionId: null, steps: adapter.steps.connect },
        (operation) => {
          drafts.hold(draft);
          return run(operation).then(
            () => drafts.drop(draft),
            (error: unknown) => {
              drafts.keepOn(draft);
              throw error;
            },
          );
        },
      );
      return { operationId, draft, secretFields };
    },

    forgetDraft: drafts.drop,
    forgetDrafts: drafts.dropAll,

    prefill: (providerId: ProviderId, text: string): Prefilled => {
      const adapter = parts.adapterOf(providerId);
      if (adapter.prefill === undefined) throw new AppError('prefill.not-understood');
      return drafts.keepFile(adapter, adapter.prefill(text));
    },
  };
};
