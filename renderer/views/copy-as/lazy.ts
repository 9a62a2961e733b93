import { lazy } from 'react';

export const loadCopyAs = () => import('./copy-as-dialog.tsx');
export const CopyAsDialog = lazy(() =>
  loadCopyAs().then((module) => ({ default: module.CopyAsDialog })),
);
