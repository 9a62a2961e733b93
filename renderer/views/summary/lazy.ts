import { lazy } from 'react';

export const Summary = lazy(() =>
  import('./summary.tsx').then((module) => ({ default: module.Summary })),
);
