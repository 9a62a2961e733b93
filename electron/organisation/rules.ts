import type { ConsumerKind, LockName, Locks } from '../../shared/organisation.ts';
import type { Settings } from '../../shared/settings.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { ManagedSettings } from './managed-settings.ts';

/**
 * Says no where the organisation does. Each is asked by what does the thing, in main, so that it holds
 * for the window, the command line and tools alike. All throw `organisation.locked`.
 */
export type Rules = {
  readonly locks: Locks;
  readonly requireProvider: (providerId: string) => void;
  readonly requireConsumer: (kind: ConsumerKind) => void;
  readonly requireEndpoint: () => void;
  readonly requireReveal: () => void;
  readonly requireClipboardSeconds: (seconds: Settings['clipboardSeconds']) => void;
  readonly requireBackup: () => void;
};

export const createRules = ({
  organisation,
  locks,
}: Pick<ManagedSettings, 'organisation' | 'locks'>): Rules => {
  const requireIf = (isAllowed: boolean, reason: LockName): void => {
    if (isAllowed) return;
    const params = { reason, ...(organisation === null ? {} : { organisation }) };
    throw new AppError('organisation.locked', { params });
  };
  const { clipboardSecondsAtMost: most } = locks;
  return {
    locks,
    requireProvider: (providerId) =>
      requireIf(locks.providers?.includes(providerId) !== false, 'providers'),
    requireConsumer: (kind) => requireIf(locks.consumers?.includes(kind) !== false, 'consumers'),
    requireEndpoint: () => requireIf(!locks.endpointOff, 'endpoint'),
    requireReveal: () => requireIf(!locks.revealOff, 'reveal'),
    requireClipboardSeconds: (seconds) => requireIf(most === null || seconds <= most, 'clipboard'),
    requireBackup: () => requireIf(!locks.backupOff, 'backup'),
  };
};
