import type { Page } from 'playwright/test';
import { languageNames, languages } from '../../../shared/languages.ts';
import { few, snapshot } from '../harness/fixtures.ts';
import { pseudoCatalogue, pseudoLocales } from '../harness/pseudo-language.ts';
import { expect, test } from '../harness/window-test.ts';

/** Has the build's German be another language. */
const give = async (page: Page, kind: keyof typeof pseudoLocales): Promise<void> => {
  const catalogue = JSON.stringify(await pseudoCatalogue(kind));
  await page.route(/\/assets\/de-[^/]+\.js$/, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: `export default ${catalogue}` }),
  );
};

/** Texts that do not fit where they stand and cannot be scrolled to; names that may be cut have a tip. */
const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('#root *')]
      .filter((each) => {
        const { overflowX, textOverflow, position } = getComputedStyle(each);
        const hasText = [...each.childNodes].some(
          ({ nodeType, textContent }) => nodeType === 3 && textContent?.trim() !== '',
        );
        const isHidden = position === 'absolute' && each.clientWidth <= 1;
        return (
          hasText &&
          !isHidden &&
          ['hidden', 'clip'].includes(overflowX) &&
          textOverflow !== 'ellipsis' &&
          each.scrollWidth > each.clientWidth + 1
        );
      })
      .map((each) => each.textContent ?? ''),
  );

const speak = (page: Page, locale: string): Promise<void> =>
  page.evaluate((to) => window.harnessPush({ locale: to }), locale);

const open = {
  home: async () => {},
  details: (page: Page) => page.getByRole('row').nth(1).click(),
  settings: (page: Page) => page.keyboard.press('Control+,'),
  gallery: (page: Page) => page.keyboard.press('Control+n'),
} as const;

for (const kind of ['longer', 'right-to-left'] as const) {
  for (const [view, go] of Object.entries(open)) {
    test(`Y5 ${view} in a language that is ${kind}`, async ({ page, show }) => {
      await give(page, kind);
      await show({ snapshot: snapshot({ connections: few() }) });
      await go(page);
      await speak(page, pseudoLocales[kind]);
      const html = page.locator('html');
      await expect(html).toHaveAttribute('lang', pseudoLocales[kind]);
      await expect(html).toHaveAttribute('dir', kind === 'longer' ? 'ltr' : 'rtl');
      await page.screenshot({ path: `test-output/shots/language-${kind}-${view}.png` });
      expect(await cutTexts(page)).toEqual([]);
    });
  }
}

for (const language of languages.filter((each) => each !== 'en')) {
  test(`Y5 the main views in ${languageNames[language]}`, async ({ page, show }) => {
    for (const [view, go] of Object.entries(open)) {
      await show({ snapshot: snapshot({ connections: few() }) });
      await go(page);
      await speak(page, language);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await page.screenshot({ path: `test-output/shots/language-${language}-${view}.png` });
      expect(await cutTexts(page), view).toEqual([]);
    }
  });
}
