import { lazy } from 'react';

export const loadConnectionView = () => import('./connection-view.tsx');
export const ConnectionView = lazy(() =>
  loadConnectionView().then((module) => ({ default: module.ConnectionView })),
);
