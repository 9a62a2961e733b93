import type { DeviceSignInRequest } from '../../shared/agent-schemas.ts';
import type { ConnectionId, OperationId } from '../../shared/ids.ts';
import type { FormField, FormInput, ProviderDescriptor } from '../../shared/provider-descriptor.ts';
import type { Prompt } from '../../shared/schemas.ts';
import { inEnglish } from '../../shared/words/messages.ts';
import { proposeLabel, providerName } from '../../shared/words/providers.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { Clock } from '../platform/interfaces.ts';
import type { Connections } from './connections.ts';
import { findProvider } from './find-provider.ts';
import type { Operations } from './operations.ts';

/** How long one look may take: whoever leaves in the meantime is held up for no longer. */
const lookMs = 3_000;
/** After that long without a look nobody waits any more. */
const abandonedMs = 30_000;

type DeviceCode = Extract<Prompt, { kind: 'device-code' }>;
type Progress =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'code'; readonly code: DeviceCode }
  | { readonly kind: 'connected'; readonly connectionId: ConnectionId };

/** Connects accounts by device code (RFC 8628) for somebody who sees neither window nor browser here. */
export type DeviceSignIns = {
  /**
   * Throws `provider.unknown`, `provider.without-device-code`, `input.invalid` with what the form still
   * needs, or what connecting throws.
   */
  readonly begin: (request: DeviceSignInRequest) => OperationId;
  /** Throws what it failed with, or `operation.unknown` once that was said. */
  readonly look: (id: OperationId, isCodeShown: boolean) => Promise<Progress>;
  readonly cancel: (id: OperationId) => void;
  /** Some operation has changed. */
  readonly onOperations: () => void;
};

type Attempt = {
  readonly replaces: boolean;
  /** Says more than that it was cancelled. */
  problem: AppError | null;
  readonly outcome: Promise<Progress>;
  hasEnded: boolean;
  readonly lookers: Set<() => void>;
  stopWaiting: () => void;
};

const readValue = (field: FormField, text: string): FormInput[string] => {
  if (field.kind === 'number') return Number(text);
  if (field.kind === 'checks') return text.split(/[ ,]+/).filter((each) => each !== '');
  // What is neither is refused as what it is.
  if (field.kind === 'toggle') return text === 'true' || (text === 'false' ? false : text);
  return text;
};

const initialOf = (fields: readonly FormField[]): FormInput =>
  Object.fromEntries(
    fields.flatMap((field) =>
      field.kind === 'secret' || field.initial === undefined ? [] : [[field.name, field.initial]],
    ),
  );

/** Names fields as the command line takes them, each with what is wrong with it. */
const asOptions = (
  { fields }: ProviderDescriptor,
  problems: Readonly<Record<string, string>>,
): string =>
  Object.entries(problems)
    .map(([name, problem]) => {
      const isSecret = fields.some((field) => field.name === name && field.kind === 'secret');
      return `--${isSecret ? 'secret' : 'field'} ${name} (${problem})`;
    })
    .join(', ');

const refuse = (
  provider: ProviderDescriptor,
  problems: Readonly<Record<string, string>>,
): AppError =>
  new AppError('input.invalid', {
    params: { reason: 'command-line', fields: asOptions(provider, problems) },
  });

const inputOf = (
  provider: ProviderDescriptor,
  deviceCodeField: string,
  { fields, secret }: DeviceSignInRequest,
): FormInput => {
  const known = new Map(provider.fields.map((field) => [field.name, field]));
  const problems: Record<string, string> = {};
  const input = { ...initialOf(provider.fields), [deviceCodeField]: true };
  for (const [name, text] of Object.entries(fields)) {
    const field = known.get(name);
    if (field === undefined) problems[name] = 'unknown';
    // It may have been seen by others on its way here, so it is not used.
    else if (field.kind === 'secret') problems[name] = 'secret';
    else input[name] = readValue(field, text);
  }
  if (secret !== null) {
    if (known.get(secret.field)?.kind === 'secret') input[secret.field] = secret.value;
    else problems[secret.field] = 'not-secret';
  }
  if (Object.keys(problems).length > 0) throw refuse(provider, problems);
  return input;
};

export const createDeviceSignIns = (dependencies: {
  readonly connections: Pick<Connections, 'providers' | 'views' | 'connect' | 'forgetDraft'>;
  readonly operations: Pick<Operations, 'views' | 'answer' | 'cancel' | 'ended' | 'dismiss'>;
  readonly clock: Pick<Clock, 'after'>;
}): DeviceSignIns => {
  const { connections, operations, clock } = dependencies;
  const attempts = new Map<OperationId, Attempt>();

  const viewOf = (id: OperationId) => operations.views().find((view) => view.id === id);

  const outcomeOf = async (id: OperationId): Promise<Progress> => {
    try {
      await operations.ended(id);
      const connectionId = viewOf(id)?.connectionId;
      if (connectionId == null) throw new AppError('operation.unknown');
      return { kind: 'connected', connectionId };
    } catch (error) {
      const problem = attempts.get(id)?.problem ?? null;
      throw problem !== null && isAppError(error, 'operation.cancelled') ? problem : error;
    }
  };

  /** Nobody is there to answer: what can be refused is, and says by that why it ended. */
  const answerFor = (id: OperationId, attempt: Attempt): void => {
    const view = viewOf(id);
    if (view?.prompt == null || view.prompt.kind === 'device-code') return;
    const { prompt, promptId } = view;
    if (prompt.kind !== 'same-account') {
      operations.answer(id, promptId, { kind: 'refuse' });
    } else if (attempt.replaces) {
      operations.answer(id, promptId, { kind: 'replace' });
    } else {
      attempt.problem = new AppError('connection.connected-already', {
        params: { name: prompt.existingLabel },
      });
      operations.cancel(id);
    }
  };

  const codeOf = (id: OperationId): DeviceCode | null => {
    const prompt = viewOf(id)?.prompt ?? null;
    return prompt?.kind === 'device-code' ? prompt : null;
  };

  /** Resolves when it ends, when its code is there to be shown, or after a while. */
  const untilNew = (attempt: Attempt, isNew: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        attempt.lookers.delete(look);
        stopTimer();
        resolve();
      };
      const look = (): void => {
        if (attempt.hasEnded || isNew()) end();
      };
      const stopTimer = clock.after(lookMs, end);
      attempt.lookers.add(look);
      look();
    });

  const watch = (id: OperationId, attempt: Attempt): void => {
    attempt.stopWaiting();
    attempt.stopWaiting = clock.after(abandonedMs, () => {
      operations.cancel(id);
      attempts.delete(id);
    });
  };

  return {
    begin: (request) => {
      const all = connections.providers();
      const provider = findProvider(all, request.provider);
      const { id: providerId, deviceCodeField } = provider;
      if (deviceCodeField === null) {
        const ids = all.flatMap((each) => (each.deviceCodeField === null ? [] : [each.id]));
        throw new AppError('provider.without-device-code', { params: { ids: ids.join(', ') } });
      }
      const taken = connections.views().map(({ label }) => label);
      const label =
        request.name ??
        proposeLabel(
          inEnglish(() => providerName(provider)),
          taken,
        );
      const input = inputOf(provider, deviceCodeField, request);
      const connect = () => {
        try {
          return connections.connect({ providerId, label, input, draft: null });
        } catch (error) {
          throw isAppError(error, 'input.invalid') ? refuse(provider, error.fields) : error;
        }
      };
      const { operationId: id, draft } = connect();
      const attempt: Attempt = {
        replaces: request.replaces,
        problem: null,
        outcome: outcomeOf(id).finally(() => {
          attempt.hasEnded = true;
          connections.forgetDraft(draft);
          operations.dismiss(id);
          for (const look of [...attempt.lookers]) look();
        }),
        hasEnded: false,
        lookers: new Set(),
        stopWaiting: () => {},
      };
      // Said by the next look, if there is one.
      attempt.outcome.catch(() => undefined);
      attempts.set(id, attempt);
      watch(id, attempt);
      return id;
    },

    look: async (id, isCodeShown) => {
      const attempt = attempts.get(id);
      if (attempt === undefined) throw new AppError('operation.unknown');
      watch(id, attempt);
      await untilNew(attempt, () => !isCodeShown && codeOf(id) !== null);
      if (attempt.hasEnded) {
        attempt.stopWaiting();
        attempts.delete(id);
        return attempt.outcome;
      }
      const code = isCodeShown ? null : codeOf(id);
      return code === null ? { kind: 'waiting' } : { kind: 'code', code };
    },

    cancel: (id) => {
      if (attempts.has(id)) operations.cancel(id);
    },

    onOperations: () => {
      for (const [id, attempt] of [...attempts]) {
        answerFor(id, attempt);
        for (const look of [...attempt.lookers]) look();
      }
    },
  };
};
