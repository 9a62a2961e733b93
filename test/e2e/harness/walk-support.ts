import type { Page } from 'playwright';

export const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return `${element?.tagName.toLowerCase()}:${element?.getAttribute('aria-label') ?? element?.textContent ?? ''}`;
  });
export const calls = (page: Page, channel: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      window.harnessCalls.filter((call) => call.channel === wanted).map((call) => call.argument),
    channel,
  );
export const openForm = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.locator('[data-card="storx"]').click();
};
export const secret = 'canary-7b1e-client-secret';
export const holdsSecret = (page: Page): Promise<boolean> =>
  page.evaluate((value) => {
    const inputs = [...document.querySelectorAll('input, textarea')] as HTMLInputElement[];
    return (
      document.documentElement.outerHTML.includes(value) ||
      inputs.some((input) => input.value.includes(value)) ||
      JSON.stringify({ ...localStorage, ...sessionStorage }).includes(value)
    );
  }, secret);
