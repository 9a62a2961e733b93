import type { Settings } from './settings.ts';

/** What an organisation can take away, in the order in which the window lists it. */
export const lockNames = [
  'providers',
  'consumers',
  'endpoint',
  'reveal',
  'clipboard',
  'backup',
] as const;
export type LockName = (typeof lockNames)[number];

/** Who takes credentials by a token: the command line, and everything else that was given one. */
export const consumerKinds = ['command-line', 'tools'] as const;
export type ConsumerKind = (typeof consumerKinds)[number];

/** What holds on this computer, whatever the person chooses. */
export type Locks = {
  /** Whose accounts can be connected; null for every provider's. */
  readonly providers: readonly string[] | null;
  /** Who may be given credentials; null for everybody whom the person lets. */
  readonly consumers: readonly ConsumerKind[] | null;
  /** Nobody is answered over 127.0.0.1. */
  readonly endpointOff: boolean;
  /** No secret is shown in the window. */
  readonly revealOff: boolean;
  /** How long a copied secret stays at most; null for as long as the person chooses. */
  readonly clipboardSecondsAtMost: Settings['clipboardSeconds'] | null;
  /** No backup is saved. */
  readonly backupOff: boolean;
};

export const noLocks: Locks = {
  providers: null,
  consumers: null,
  endpointOff: false,
  revealOff: false,
  clipboardSecondsAtMost: null,
  backupOff: false,
};

/** What holds while nobody can say what the organisation wants: everything that it could take away is. */
export const allLocks: Locks = {
  providers: [],
  consumers: [],
  endpointOff: true,
  revealOff: true,
  clipboardSecondsAtMost: 10,
  backupOff: true,
};

/** Lists which of them hold. */
export const heldLocks = (locks: Locks): readonly LockName[] => {
  const holds: Readonly<Record<LockName, boolean>> = {
    providers: locks.providers !== null,
    consumers: locks.consumers !== null,
    endpoint: locks.endpointOff,
    reveal: locks.revealOff,
    clipboard: locks.clipboardSecondsAtMost !== null,
    backup: locks.backupOff,
  };
  return lockNames.filter((name) => holds[name]);
};

/** What the window knows of an organisation where there is none. */
export const noOrganisation = {
  name: null,
  locks: noLocks,
  error: null,
  offeredBundle: null,
  bundle: null,
  bundleError: null,
} as const;
