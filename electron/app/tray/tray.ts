import {
  Menu,
  type MenuItemConstructorOptions,
  type NativeImage,
  nativeImage,
  Tray,
} from 'electron';
import type { Question, Snapshot } from '../../../shared/schemas.ts';
import type { Clock } from '../../platform/interfaces.ts';
import fine from './icons/fine.png?asset';
import fineDouble from './icons/fine-double.png?asset';
import fineTemplate from './icons/fine-template.png?asset';
import fineTemplateDouble from './icons/fine-template-double.png?asset';
import needsYou from './icons/needs-you.png?asset';
import needsYouDouble from './icons/needs-you-double.png?asset';
import needsYouTemplate from './icons/needs-you-template.png?asset';
import needsYouTemplateDouble from './icons/needs-you-template-double.png?asset';
import { type TrayAct, type TrayItem, type TraySource, trayMenu } from './menu.ts';

type OnAct = (act: TrayAct) => void;

const templateItem = (item: TrayItem, onAct: OnAct): MenuItemConstructorOptions => {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'act':
      return { label: item.label, click: () => onAct(item.act) };
    case 'switch':
      return {
        type: 'checkbox',
        label: item.label,
        checked: item.isOn,
        click: () => onAct(item.act),
      };
    case 'menu':
      return { label: item.label, submenu: templateOf(item.items, onAct) };
  }
};

const templateOf = (items: readonly TrayItem[], onAct: OnAct): MenuItemConstructorOptions[] =>
  items.map((item) => templateItem(item, onAct));

const imageOf = (path: string, doublePath: string): NativeImage => {
  const image = nativeImage.createFromPath(path);
  const double = nativeImage.createFromPath(doublePath);
  image.addRepresentation({ scaleFactor: 2, buffer: double.toPNG() });
  return image;
};

const templateImage = (path: string, doublePath: string): NativeImage => {
  const image = imageOf(path, doublePath);
  image.setTemplateImage(true);
  return image;
};

/** Gives the picture that says whether somebody needs the person; macOS colours it itself. */
const iconFor = (needs: boolean, platform: NodeJS.Platform): NativeImage => {
  if (platform === 'darwin')
    return needs
      ? templateImage(needsYouTemplate, needsYouTemplateDouble)
      : templateImage(fineTemplate, fineTemplateDouble);
  return needs ? imageOf(needsYou, needsYouDouble) : imageOf(fine, fineDouble);
};

/** Changes that come close together are shown as one. */
const togetherMs = 200;

/** Keeps the icon in the tray, and its menu as things are, while somebody is there to show it. */
export const createTray = (options: {
  readonly platform: NodeJS.Platform;
  readonly clock: Pick<Clock, 'after' | 'nowEpochMs'>;
  readonly snapshot: () => Snapshot;
  readonly providerOf: TraySource['providerOf'];
  readonly onAct: OnAct;
}) => {
  const { platform, clock, snapshot, providerOf, onAct } = options;
  let hasHost = false;
  let question: Question | null = null;
  let tray: Tray | null = null;
  let shown = '';
  let isDue = false;

  const draw = (): void => {
    isDue = false;
    if (!hasHost) return;
    const menu = trayMenu({
      snapshot: snapshot(),
      question,
      providerOf,
      nowMs: clock.nowEpochMs(),
    });
    // The same menu set anew would close it under the person's hand.
    const wanted = JSON.stringify(menu);
    if (tray !== null && wanted === shown) return;
    shown = wanted;
    const icon = iconFor(menu.needsYou, platform);
    if (tray === null) {
      tray = new Tray(icon);
      // A click opens the menu on macOS.
      if (platform !== 'darwin') tray.on('click', () => onAct({ kind: 'open' }));
    } else tray.setImage(icon);
    tray.setToolTip(menu.toolTip);
    // Linux takes no change of a menu that was set.
    tray.setContextMenu(Menu.buildFromTemplate(templateOf(menu.items, onAct)));
  };
  const changed = (): void => {
    if (!hasHost || isDue) return;
    isDue = true;
    clock.after(togetherMs, draw);
  };

  return {
    changed,
    /** Says whether somebody shows icons: without, the icon would come into a place that nobody looks at. */
    noteHost: (isThere: boolean): void => {
      hasHost = isThere;
      if (isThere) draw();
      else {
        tray?.destroy();
        tray = null;
      }
    },
    noteQuestion: (asked: Question | null): void => {
      question = asked;
      changed();
    },
  };
};
