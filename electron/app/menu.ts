import type { MenuItemConstructorOptions } from 'electron';
import { menuWords } from '../../shared/words/program.ts';

const developmentItems: readonly MenuItemConstructorOptions[] = [
  { type: 'separator' },
  { role: 'reload' },
  { role: 'toggleDevTools' },
];

/**
 * Lists the application menu: it is hidden on Linux and Windows, but its roles are what makes copy
 * and paste work on macOS. Reload and the developer tools exist in development alone.
 */
export const menuTemplate = (options: {
  readonly platform: NodeJS.Platform;
  readonly devtools: boolean;
}): readonly MenuItemConstructorOptions[] => {
  const onMac = options.platform === 'darwin';
  return [
    onMac ? { role: 'appMenu' } : { label: menuWords.file, submenu: [{ role: 'quit' }] },
    {
      label: menuWords.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: menuWords.view,
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(options.devtools ? developmentItems : []),
      ],
    },
    { label: menuWords.window, submenu: [{ role: 'minimize' }, { role: 'close' }] },
  ];
};
