import { lazy } from 'react';

export const DoctorView = lazy(() =>
  import('./doctor-view.tsx').then((module) => ({ default: module.DoctorView })),
);
