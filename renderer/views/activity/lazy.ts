import { lazy } from 'react';

export const ActivityView = lazy(() =>
  import('./activity-view.tsx').then((module) => ({ default: module.ActivityView })),
);
