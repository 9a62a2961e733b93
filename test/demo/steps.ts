import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Page } from 'playwright';
import { projectFolder } from '../support/app/package-app.ts';

const output = join(projectFolder, 'demo-output');

/** Runs one step: what it shows is kept as a picture, how long it took and where that is, told. */
export type Step = (
  what: string,
  name: string,
  act: (picture: Picture) => Promise<Page>,
) => Promise<void>;
/** Keeps another picture of the step on the way. */
type Picture = (page: Page, part: string) => Promise<void>;

/** Runs steps one after the other, with a line and a picture of each, of the window where one fails. */
export async function createSteps(window: () => Page): Promise<Step> {
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  let count = 0;
  return async (what, name, act) => {
    count += 1;
    const number = String(count).padStart(2, '0');
    const take = async (page: Page, file: string): Promise<string> => {
      const path = join(output, `${number}-${file}.png`);
      // What moves is shown at its end.
      await page.screenshot({ path, animations: 'disabled' });
      return relative(projectFolder, path);
    };
    const start = performance.now();
    try {
      const page = await act(async (shown, part) => void (await take(shown, `${name}-${part}`)));
      const seconds = `${((performance.now() - start) / 1000).toFixed(2)} s`.padStart(8);
      console.log(`  ok ${number}  ${what.padEnd(66)}${seconds}   ${await take(page, name)}`);
    } catch (error) {
      const seen = await take(window(), `${name}-failed`).catch(() => 'no picture');
      console.log(`FAIL ${number}  ${what}   ${seen}`);
      throw error;
    }
  };
}
