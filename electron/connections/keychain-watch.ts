import { keychainOf } from '../../shared/keychains.ts';
import type { KeychainView } from '../../shared/schemas.ts';
import { toErrorView } from '../diagnostics/error-view.ts';
import { type AppError, isAppError } from '../diagnostics/errors.ts';
import type { SecretStore } from '../keychain/secret-store.ts';

/** Says that the keychain as a whole is out of reach, as opposed to one record being bad. */
export const isKeychainOutage = (error: unknown): error is AppError =>
  isAppError(
    error,
    'keychain.locked',
    'keychain.unavailable',
    'keychain.timeout',
    'keychain.replaced',
    'keychain.failed',
  );

/**
 * Watches what the keychain answers, so that the window can say how it is without asking it (each
 * question could raise the system's unlock prompt).
 */
export type KeychainWatch = {
  /** The store, observed: use this one everywhere. */
  readonly secrets: SecretStore;
  readonly view: () => KeychainView;
  /** Looks now, if it is in use; resolves true when the keychain is open. */
  readonly check: () => Promise<boolean>;
};

export const createKeychainWatch = (dependencies: {
  readonly store: SecretStore;
  /** A vault file is in use in place of a keychain. */
  readonly isVault: boolean;
  /** False when there is no list that its secrets could belong to. */
  readonly inUse: boolean;
  readonly onChange: () => void;
  /** Logs an outage when it begins or changes, with the system's own reason as its cause. */
  readonly report: (error: unknown) => void;
}): KeychainWatch => {
  const { store, isVault, inUse, onChange, report } = dependencies;
  let view: KeychainView = {
    status: inUse ? 'checking' : 'unused',
    error: null,
    id: isVault ? 'vault' : keychainOf(process.platform),
  };

  const set = (next: Omit<KeychainView, 'id'>, error: unknown): void => {
    if (next.status === view.status && next.error?.code === view.error?.code) return;
    view = { ...view, ...next };
    if (error !== null) report(error);
    onChange();
    void identify();
  };

  /** Another program may have taken the keychain's place whenever its state changes. */
  const identify = async (): Promise<void> => {
    const program = await store.identify();
    // A vault that was left is no keychain's name any more.
    const id = program ?? (view.id === 'vault' ? keychainOf(process.platform) : view.id);
    if (id === view.id) return;
    view = { ...view, id };
    onChange();
  };

  const observe = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      const value = await call();
      set({ status: 'ready', error: null }, null);
      return value;
    } catch (error) {
      if (isKeychainOutage(error)) set({ status: 'trouble', error: toErrorView(error) }, error);
      throw error;
    }
  };

  return {
    secrets: {
      read: (id) => observe(() => store.read(id)),
      write: (id, record) => observe(() => store.write(id, record)),
      label: store.label,
      delete: (id) => observe(() => store.delete(id)),
      check: () => observe(() => store.check()),
      adopt: () => observe(() => store.adopt()),
      forget: () => observe(() => store.forget()),
      isLocked: store.isLocked,
      isThere: store.isThere,
      identify: store.identify,
    },
    view: () => view,
    check: async () => {
      if (!inUse) return false;
      // Another place may have become the one in use.
      return observe(() => store.check())
        .finally(identify)
        .then(
          () => true,
          () => false,
        );
    },
  };
};
