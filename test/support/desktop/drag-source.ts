import { run, until } from '../processes/processes.ts';
import { launchChromium } from './chromium.ts';

/** What is dragged: an address that nobody can have (RFC 6761, section 6.4). */
const address = 'https://stowkey.invalid/';

type Point = { readonly x: number; readonly y: number };

/** Another program on the screen, from which a person drags a link by the mouse (XDND). */
export type DragSource = {
  /** Drags the link to a place on the screen, and lets go once what is there has heard of it. */
  readonly drop: (to: Point, isHeard: () => Promise<boolean>) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Starts a browser with a small window in the screen's corner, over what is there. */
export const startDragSource = async (env: NodeJS.ProcessEnv): Promise<DragSource> => {
  const browser = await launchChromium(env, {
    headless: false,
    args: ['--ozone-platform=x11', '--window-position=0,0', '--window-size=500,400'],
  });
  const page = await browser.newPage({ viewport: null });
  const mouse = async (...args: readonly (string | number)[]): Promise<void> => {
    const done = await run('xdotool', args.map(String), { env });
    if (done.code !== 0) throw new Error(`xdotool failed: ${done.stderr.trim()}`);
  };
  /** Moves the mouse to and fro until something has come of it. */
  const hover = (what: string, { x, y }: Point, isDone: () => Promise<boolean>) => {
    let steps = 0;
    return until(what, async () => {
      steps += 1;
      await mouse('mousemove', x + (steps % 2) * 60, y);
      return (await isDone()) || undefined;
    });
  };
  const hasSeen = (type: string) =>
    page.evaluate((wanted) => wanted in document.documentElement.dataset, type);
  let drops = 0;
  return {
    drop: async (to, isHeard) => {
      drops += 1;
      // Not a link of its own, which is dragged from 40 pixels on, if at all.
      await page.setContent('<p draggable="true" style="height: 150px">link');
      const link = await page.evaluate((dragged) => {
        const { dataset } = document.documentElement;
        const element = document.querySelector('p');
        for (const type of ['mousemove', 'mousedown', 'dragstart', 'dragend'])
          element?.addEventListener(type, () => {
            dataset[type] = '';
          });
        element?.addEventListener('dragstart', ({ dataTransfer }) => {
          for (const type of ['text/uri-list', 'text/plain']) dataTransfer?.setData(type, dragged);
        });
        const top = window.outerHeight - window.innerHeight;
        return { x: window.screenX, y: window.screenY + top + 80 };
      }, address);
      // Not where the last one was pressed: a double click drags nothing.
      link.x += 100 * drops;
      await hover('the link under the mouse', link, () => hasSeen('mousemove'));
      await mouse('mousedown', 1);
      await until('the link that is held', async () => (await hasSeen('mousedown')) || undefined);
      await hover('a link that is dragged', link, () => hasSeen('dragstart'));
      await hover('what hears of the link', to, isHeard);
      await mouse('mouseup', 1);
      await until('the end of the drag', async () => (await hasSeen('dragend')) || undefined);
    },
    close: () => browser.close(),
  };
};
