import { lazy } from 'react';

export const loadDialogs = () => import('./dialogs.tsx');
const loadAwsProfileDialog = () => import('./aws-profile-dialog.tsx');
export const AwsProfileDialog = lazy(() =>
  loadAwsProfileDialog().then((module) => ({ default: module.AwsProfileDialog })),
);
const loadWriteDialog = () => import('./write-dialog.tsx');
export const WriteDialog = lazy(() =>
  loadWriteDialog().then((module) => ({ default: module.WriteDialog })),
);
export const DisconnectDialog = lazy(() =>
  loadDialogs().then((module) => ({ default: module.DisconnectDialog })),
);
