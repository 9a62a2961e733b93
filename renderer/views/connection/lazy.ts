import { lazy } from 'react';

export const loadDialogs = () => import('./dialogs.tsx');
export const DisconnectDialog = lazy(() =>
  loadDialogs().then((module) => ({ default: module.DisconnectDialog })),
);
