import { lazy } from 'react';

export const loadOperationPanel = () => import('./operation-panel.tsx');
export const OperationPanel = lazy(() =>
  loadOperationPanel().then((module) => ({ default: module.OperationPanel })),
);
