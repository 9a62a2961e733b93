import { lazy } from 'react';

export const BucketsView = lazy(() =>
  import('./buckets-view.tsx').then((module) => ({ default: module.BucketsView })),
);
