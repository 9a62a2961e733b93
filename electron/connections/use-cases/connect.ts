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
import { ownerIn, recognize } from '../../providers/recognize.ts';
import type { ConnectionRecord } from '../../storage/metadata/schema.ts';
import { createDrafts, type DraftView } from '../drafts.ts';
import type { Operation } from '../operations.ts';
import type { UseCaseDependencies } from './dependencies.ts';
import { createFindDuplicate } from './duplicates.ts';

export type ConnectRequest = {
  readonly providerId: ProviderId;
  readonly label: string;
  readonly input: FormInput;
  /** Secrets that `prefill` kept in main. */
  readonly draft: string | null;
};

export type Prefilled = DraftView & {
  readonly values: FormInput;
  /** What the file calls the user of its keys; null for none. */
  readonly owner: string | null;
};

/** What was begun, and what is kept of the form for another try. */
export type ConnectStarted = DraftView & { readonly operationId: OperationId };

/** A person's name for an account, as it can be shown. Throws `input.invalid` for one that cannot. */
export const parseLabel = (text: string): string => {
  const label = accountName(text);
  if (label === null) throw new AppError('input.invalid');
  return label;
};

/** Connects an account: the form, the provider, what is there already, the keychain. */
export const createConnect = (dependencies: UseCaseDependencies) => {
  const { metadata, operations, vault, clock, random } = dependencies;
  const drafts = createDrafts({ clock, random });
  const findDuplicate = createFindDuplicate(dependencies);

  const confirmReplace = async (
    operation: Operation,
    duplicate: ConnectionRecord,
  ): Promise<boolean> => {
    const { kind } = await operation.ask({
      kind: 'same-account',
      account: duplicate.facts.account ?? '',
      existingLabel: duplicate.label,
    });
    return kind === 'replace';
  };

  /**
   * Which connection the person wants it to take the place of, taken hold of; looked up again after
   * the answer, once nothing else is being done with it.
   */
  const findReplaced = async (
    operation: Operation,
    adapter: ProviderAdapter,
    credential: Credential,
  ): Promise<ConnectionRecord | undefined> => {
    const duplicate = findDuplicate(adapter, credential);
    if (duplicate === undefined || !(await confirmReplace(operation, duplicate))) return undefined;
    await operations.idle(duplicate.id, operation.signal);
    const now = findDuplicate(adapter, credential);
    if (now?.id !== duplicate.id) return undefined;
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

  const prefill = (providerId: ProviderId, text: string): Prefilled => {
    const adapter = dependencies.adapterOf(providerId);
    if (adapter.prefill === undefined) throw new AppError('prefill.not-understood');
    const owner = accountName(ownerIn(text) ?? '');
    return { ...drafts.keepFile(adapter, adapter.prefill(text)), owner };
  };

  return {
    connect: ({ providerId, input, draft: given, ...request }: ConnectRequest): ConnectStarted => {
      dependencies.requireProvider(providerId);
      const adapter = dependencies.adapterOf(providerId);
      const label = parseLabel(request.label);
      dependencies.requireWritable();
      const form = drafts.complete(given, adapter, input);
      const attempt = adapter.prepare(form);
      const id = connectionIdSchema.parse(random.uuid());
      const run = async (operation: Operation): Promise<void> => {
        const credential = await attempt(dependencies.contextOf(operation));
        const replaced = await findReplaced(operation, adapter, credential);
        if (replaced !== undefined) {
          await dependencies.save(operation, () => vault.rotate(replaced.id, adapter, credential));
          return;
        }
        operation.attach(id);
        try {
          await dependencies.save(operation, () =>
            vault.create({ id, adapter, label, credential }),
          );
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
              drafts.release(draft);
              throw error;
            },
          );
        },
      );
      return { operationId, draft, secretFields };
    },

    forgetDraft: drafts.drop,
    forgetDrafts: drafts.dropAll,

    prefill,
    /** Reads it into the form that it fits. Throws `prefill.not-understood` where there is none. */
    recognize: (text: string): Prefilled & { readonly providerId: ProviderId } => {
      const { providers, adapterOf } = dependencies;
      const adapters = providers.descriptors().map(({ id }) => adapterOf(id));
      const providerId = recognize(text, adapters);
      if (providerId === null)
        throw new AppError('prefill.not-understood', { params: { reason: 'no-provider' } });
      return { providerId, ...prefill(providerId, text) };
    },
  };
};
