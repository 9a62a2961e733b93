import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright';
import sharp from 'sharp';

type Frame = { readonly png: Buffer; readonly atMs: number };

/** Frames follow one another no faster than this, in milliseconds; what comes between is not kept. */
const betweenMs = 90;
const lastStaysMs = 2_500;

/** Keeps what pages look like while somebody works with them, as one moving picture. */
export const createRecorder = (size: { readonly width: number; readonly height: number }) => {
  const frames: Frame[] = [];
  let stop = async (): Promise<void> => {};
  let startedMs = performance.now();
  let restsSinceMs: number | null = null;
  return {
    /** Sees nothing until it watches again, as if no time went by. */
    rest: async (): Promise<void> => {
      await stop();
      restsSinceMs = performance.now();
    },
    /** Watches this page from now on. */
    watch: async (page: Page): Promise<void> => {
      await stop();
      if (restsSinceMs !== null) startedMs += performance.now() - restsSinceMs;
      restsSinceMs = null;
      const session = await page.context().newCDPSession(page);
      let isWatched = true;
      stop = async () => {
        isWatched = false;
        // A page that has closed took its session along.
        await session.detach().catch(() => {});
      };
      session.on('Page.screencastFrame', ({ data, sessionId }) => {
        void session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
        const atMs = performance.now() - startedMs;
        const isSoon = atMs - (frames.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) < betweenMs;
        if (!isWatched) return;
        // The newest stands for those that came too soon after one another.
        if (isSoon) frames.pop();
        frames.push({ png: Buffer.from(data, 'base64'), atMs: isSoon ? atMs - betweenMs : atMs });
      });
      await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 });
    },
    /** Writes them as a WebP that repeats, and says how large and long it became. */
    save: async (file: string): Promise<{ readonly bytes: number; readonly seconds: number }> => {
      await stop();
      const shown = await Promise.all(
        frames.map(({ png }) =>
          sharp(png)
            .resize({ ...size, fit: 'contain', background: 'white' })
            .png()
            .toBuffer(),
        ),
      );
      const delay = frames.map(({ atMs }, index) => {
        const next = frames[index + 1];
        return next === undefined ? lastStaysMs : Math.max(20, Math.round(next.atMs - atMs));
      });
      await mkdir(dirname(file), { recursive: true });
      await sharp(shown, { join: { animated: true } })
        .webp({ delay, loop: 0, quality: 60, effort: 6, mixed: true, minSize: true })
        .toFile(file);
      const { size: bytes } = await stat(file);
      return { bytes, seconds: delay.reduce((sum, each) => sum + each, 0) / 1000 };
    },
  };
};

/** A hand that can be seen: a pointer that goes where it clicks, and types letter by letter. */
export const createHand = (page: Page) => {
  const show = (x: number, y: number): Promise<void> =>
    page.evaluate(
      ([left, top]) => {
        const id = 'pointer-of-the-recording';
        const found = document.getElementById(id);
        const pointer = found ?? document.createElement('div');
        if (found === null) {
          pointer.id = id;
          // The list of styles that the page's policy allows: those that scripts of its own set.
          Object.assign(pointer.style, {
            position: 'fixed',
            zIndex: '2147483647',
            width: '18px',
            height: '18px',
            borderRadius: '50%',
            background: 'rgba(20, 20, 30, .35)',
            border: '2px solid rgba(255, 255, 255, .9)',
            boxShadow: '0 1px 4px rgba(0, 0, 0, .4)',
            pointerEvents: 'none',
            transform: 'translate(-50%, -50%)',
            transition: 'left .35s ease, top .35s ease',
            left: '50%',
            top: '60%',
          });
          document.documentElement.append(pointer);
          pointer.getBoundingClientRect();
        }
        pointer.style.left = `${left}px`;
        pointer.style.top = `${top}px`;
      },
      [x, y] as const,
    );
  const goTo = async (target: Locator): Promise<void> => {
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    if (box === null) return;
    await show(box.x + box.width / 2, box.y + box.height / 2);
    await setTimeout(550);
  };
  return {
    click: async (target: Locator): Promise<void> => {
      await goTo(target);
      await target.click();
      await setTimeout(350);
    },
    paste: async (target: Locator, text: string): Promise<void> => {
      await goTo(target);
      await target.fill(text);
      await setTimeout(600);
    },
    type: async (target: Locator, text: string): Promise<void> => {
      await goTo(target);
      await target.click();
      await target.pressSequentially(text, { delay: 45 });
      await setTimeout(250);
    },
    /** Time to read. */
    look: (seconds: number): Promise<void> => setTimeout(seconds * 1000),
  };
};
