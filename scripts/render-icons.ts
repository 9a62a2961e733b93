/** Draws the PNGs of the icon from its SVG sources: `npm run icons`, then look at them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { projectFolder } from '../test/support/app/package-app.ts';
import { chromiumExecutable } from '../test/support/desktop/chromium.ts';

const folder = join(projectFolder, 'electron/app/icons');
/** Up to this size the drawing with fewer and heavier lines is clearer. */
const smallUpTo = 32;
const sizes = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

const browser = await chromium.launch({
  executablePath: chromiumExecutable(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  for (const size of sizes) {
    const source = size <= smallUpTo ? 'icon-small.svg' : 'icon.svg';
    const drawing = await readFile(join(folder, source), 'utf8');
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
    );
    await page.screenshot({ path: join(folder, `${size}x${size}.png`), omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
