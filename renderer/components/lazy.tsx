import { lazy, Suspense } from 'react';
import type { ActionMenuProps } from './menu.tsx';

const loadMenu = () => import('./menu.tsx');
const LazyActionMenu = lazy(() => loadMenu().then((module) => ({ default: module.ActionMenu })));

/** The menu, in a chunk of its own: the first list must not wait for it. */
export const ActionMenu = (props: ActionMenuProps) => (
  <Suspense>
    <LazyActionMenu {...props} />
  </Suspense>
);

const loadConnectView = () => import('../views/connect/connect-view.tsx');
export const ConnectView = lazy(() =>
  loadConnectView().then((module) => ({ default: module.ConnectView })),
);

const loadDialogs = () => import('../views/connection/dialogs.tsx');
export const DisconnectDialog = lazy(() =>
  loadDialogs().then((module) => ({ default: module.DisconnectDialog })),
);

const loadOperation = () => import('../views/operation/operation-panel.tsx');
export const OperationPanel = lazy(() =>
  loadOperation().then((module) => ({ default: module.OperationPanel })),
);

const LazyStartOver = lazy(() =>
  import('../views/shell/start-over.tsx').then((module) => ({ default: module.StartOver })),
);

/** Comes a moment after its banner, rather than making every start wait for what dialogs need. */
export const StartOver = () => (
  <Suspense>
    <LazyStartOver />
  </Suspense>
);

/** Fetches what the first click is likely to need, once the window has drawn itself. */
export const preloadLater = (): void => {
  requestIdleCallback(
    () => {
      void loadMenu();
      void loadConnectView();
      void loadDialogs();
      void loadOperation();
    },
    { timeout: 3_000 },
  );
};
