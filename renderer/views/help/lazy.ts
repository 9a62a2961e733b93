import { lazy } from 'react';

export const HelpView = lazy(() =>
  import('./help-view.tsx').then((module) => ({ default: module.HelpView })),
);
