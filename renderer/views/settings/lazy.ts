import { lazy } from 'react';

export const SettingsView = lazy(() =>
  import('./settings-view.tsx').then((module) => ({ default: module.SettingsView })),
);
