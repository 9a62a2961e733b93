import { lazy } from 'react';

export const loadConnectView = () => import('./connect-view.tsx');
export const ConnectView = lazy(() =>
  loadConnectView().then((module) => ({ default: module.ConnectView })),
);
