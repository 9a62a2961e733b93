import type { MenuItemConstructorOptions } from 'electron';
import type { Contract, Payload } from '../../shared/contract.ts';
import { menuWords } from '../../shared/words/program.ts';

const developmentItems: readonly MenuItemConstructorOptions[] = [
  { type: 'separator' },
  { role: 'reload' },
  { role: 'toggleDevTools' },
];

/** Electron has English for what it does by itself. */
const roleItem = (role: keyof typeof menuWords.roles): MenuItemConstructorOptions => ({
  role,
  label: menuWords.roles[role],
});

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
            roleItem('about'),
            { type: 'separator' },
            settings,
            { type: 'separator' },
            roleItem('services'),
            { type: 'separator' },
            roleItem('hide'),
            roleItem('hideOthers'),
            roleItem('unhide'),
            { type: 'separator' },
            roleItem('quit'),
          ],
        }
      : {
          label: menuWords.file,
          submenu: [settings, { type: 'separator' }, roleItem('quit')],
        },
    {
      label: menuWords.edit,
      submenu: [
        roleItem('undo'),
        roleItem('redo'),
        { type: 'separator' },
        roleItem('cut'),
        roleItem('copy'),
        roleItem('paste'),
        roleItem('selectAll'),
      ],
    },
    {
      label: menuWords.view,
      submenu: [
        roleItem('resetZoom'),
        roleItem('zoomIn'),
        roleItem('zoomOut'),
        { type: 'separator' },
        roleItem('togglefullscreen'),
        ...(options.devtools ? developmentItems : []),
      ],
    },
    { label: menuWords.window, submenu: [roleItem('minimize'), roleItem('close')] },
    {
      label: menuWords.help,
      ...(onMac ? { role: 'help' } : {}),
      submenu: [{ label: menuWords.helpView, click: () => options.go('help') }],
    },
  ];
};
