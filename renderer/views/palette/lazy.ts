import { lazy } from 'react';

export const loadPalette = () => import('./palette.tsx');
export const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })));
