import { lazy } from 'react';

export const BackupView = lazy(() =>
  import('./backup-view.tsx').then((module) => ({ default: module.BackupView })),
);
