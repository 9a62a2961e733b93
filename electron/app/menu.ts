import type { MenuItemConstructorOptions } from 'electron';

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
    onMac ? { role: 'appMenu' } : { label: '&File', submenu: [{ role: 'quit' }] },
    {
      label: '&Edit',
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
      label: '&View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(options.devtools ? developmentItems : []),
      ],
    },
    { label: '&Window', submenu: [{ role: 'minimize' }, { role: 'close' }] },
  ];
};
