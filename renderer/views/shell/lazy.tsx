import { type ComponentProps, lazy, Suspense } from 'react';

const LazyStartOver = lazy(() =>
  import('./start-over.tsx').then((module) => ({ default: module.StartOver })),
);

const LazyVaultButton = lazy(() =>
  import('../vault/vault-buttons.tsx').then((module) => ({ default: module.VaultButton })),
);
const LazyMoveButton = lazy(() =>
  import('../vault/vault-buttons.tsx').then((module) => ({ default: module.MoveButton })),
);

const LazyUnlockDialog = lazy(() =>
  import('../vault/dialogs.tsx').then((module) => ({ default: module.UnlockDialog })),
);

/** These come a moment after their banners, rather than making every start wait for what dialogs need. */
export const StartOver = () => (
  <Suspense>
    <LazyStartOver />
  </Suspense>
);

export const VaultButton = (props: ComponentProps<typeof LazyVaultButton>) => (
  <Suspense>
    <LazyVaultButton {...props} />
  </Suspense>
);

export const MoveButton = () => (
  <Suspense>
    <LazyMoveButton />
  </Suspense>
);

export const UnlockDialog = (props: ComponentProps<typeof LazyUnlockDialog>) => (
  <Suspense>
    <LazyUnlockDialog {...props} />
  </Suspense>
);
