import { lazy } from 'react';

export const ToolsView = lazy(() =>
  import('./tools-view.tsx').then((module) => ({ default: module.ToolsView })),
);

export const GiveToolDialog = lazy(() =>
  import('./give-tool-dialog.tsx').then((module) => ({ default: module.GiveToolDialog })),
);
