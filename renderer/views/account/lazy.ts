import { lazy } from 'react';

export const TagsDialog = lazy(() =>
  import('./tags-dialog.tsx').then((module) => ({ default: module.TagsDialog })),
);
