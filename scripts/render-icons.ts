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

const trayFolder = join(projectFolder, 'electron/app/tray/icons');
/** Says by its shape, not by its colour alone, that somebody needs the person. */
const mark = (ring: string, fill: string): string =>
  `<circle cx="25" cy="7" r="7" fill="${ring}"/><circle cx="25" cy="7" r="5.500" fill="${fill}"/>`;
/** macOS draws the shape of such an image in the colour of its menu bar. */
const asTemplate = (drawing: string): string =>
  drawing.replace(/<rect [^>]*>/, '').replace('fill="#fff"', 'fill="#000"');
const trayIcons = (drawing: string): readonly (readonly [name: string, drawing: string])[] => {
  const marked = drawing.replace('</svg>', `${mark('#fff', '#d9480f')}</svg>`);
  const template = asTemplate(drawing);
  return [
    ['fine', drawing],
    ['needs-you', marked],
    ['fine-template', template],
    ['needs-you-template', template.replace('</svg>', '<circle cx="27" cy="5" r="5"/></svg>')],
  ];
};

const browser = await chromium.launch({
  executablePath: chromiumExecutable(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const draw = async (drawing: string, size: number, path: string): Promise<void> => {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${drawing}`,
    );
    await page.screenshot({ path, omitBackground: true });
    await page.close();
  };
  const sourceOf = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const small = await sourceOf('icon-small.svg');
  const large = await sourceOf('icon.svg');
  for (const size of sizes)
    await draw(size <= smallUpTo ? small : large, size, join(folder, `${size}x${size}.png`));
  for (const [name, drawing] of trayIcons(small)) {
    const size = name.endsWith('-template') ? 16 : 24;
    await draw(drawing, size, join(trayFolder, `${name}.png`));
    await draw(drawing, 2 * size, join(trayFolder, `${name}-double.png`));
  }
} finally {
  await browser.close();
}
