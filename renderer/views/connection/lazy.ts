import { lazy } from 'react';

export const loadDialogs = () => import('./dialogs.tsx');
const loadAwsProfileDialog = () => import('./aws-profile-dialog.tsx');
export const AwsProfileDialog = lazy(() =>
  loadAwsProfileDialog().then((module) => ({ default: module.AwsProfileDialog })),
);
export const DisconnectDialog = lazy(() =>
  loadDialogs().then((module) => ({ default: module.DisconnectDialog })),
);
