import type { MenuItemConstructorOptions } from 'electron';
import type { Contract, Payload } from '../../shared/contract.ts';
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
  /** Opens a view in the window. */
  readonly go: (place: Payload<Contract['app']['go']>) => void;
}): readonly MenuItemConstructorOptions[] => {
  const onMac = options.platform === 'darwin';
  const settings: MenuItemConstructorOptions = {
    label: menuWords.settings,
    accelerator: 'CmdOrCtrl+,',
    click: () => options.go('settings'),
  };
  return [
    onMac
      ? {
          role: 'appMenu',
          submenu: [
            { role: 'about' },
            { type: 'separator' },
            settings,
            { type: 'separator' },
            { role: 'services' },
            { type: 'separator' },
            { role: 'hide' },
            { role: 'hideOthers' },
            { role: 'unhide' },
            { type: 'separator' },
            { role: 'quit' },
          ],
        }
      : {
          label: menuWords.file,
          submenu: [settings, { type: 'separator' }, { role: 'quit' }],
        },
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
    {
      label: menuWords.help,
      ...(onMac ? { role: 'help' } : {}),
      submenu: [{ label: menuWords.helpView, click: () => options.go('help') }],
    },
  ];
};
