import { lazy, Suspense } from 'react';

const LazyStartOver = lazy(() =>
  import('./start-over.tsx').then((module) => ({ default: module.StartOver })),
);

/** Comes a moment after its banner, rather than making every start wait for what dialogs need. */
export const StartOver = () => (
  <Suspense>
    <LazyStartOver />
  </Suspense>
);
