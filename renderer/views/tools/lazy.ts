import { lazy } from 'react';

export const ToolsView = lazy(() =>
  import('./tools-view.tsx').then((module) => ({ default: module.ToolsView })),
);
