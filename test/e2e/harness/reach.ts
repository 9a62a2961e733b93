import type { Page } from 'playwright';

/**
 * Lists what a person cannot read or press at the window's present size, however they scroll: what
 * runs out of the window sideways, what a box cuts off, and controls that stay out of sight or under
 * something else. (WCAG 1.4.10)
 */
export const outOfReach = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const top =
      document.querySelector('[role=menu], [role=listbox]') ??
      [...document.querySelectorAll('[role=dialog], [role=alertdialog]')].at(-1) ??
      document.body;
    const nameOf = (element: Element): string =>
      `${element.tagName.toLowerCase()}.${element.className} “${(
        element.getAttribute('aria-label') ?? element.textContent ?? ''
      ).slice(0, 40)}”`;
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true }) &&
      element.closest('.visually-hidden, [aria-hidden=true]') === null;
    const found: string[] = [];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth) found.push('the page is wider than the window');
    if (scrollHeight > innerHeight && top === document.body)
      found.push('the page is higher than the window');
    for (const box of document.body.querySelectorAll('*')) {
      // What is one pixel small is for screen readers.
      if (!isSeen(box) || box.clientHeight <= 1) continue;
      if (box.closest('svg, input, textarea') !== null) continue;
      const { overflowX, overflowY, textOverflow } = getComputedStyle(box);
      const wide = box.scrollWidth > box.clientWidth + 1;
      const high = box.scrollHeight > box.clientHeight + 1;
      if (wide && /auto|scroll/.test(overflowX)) found.push(`scrolls sideways: ${nameOf(box)}`);
      if (wide && /hidden|clip/.test(overflowX) && textOverflow !== 'ellipsis')
        found.push(`cut at its side: ${nameOf(box)}`);
      if (high && /hidden|clip/.test(overflowY)) found.push(`cut below: ${nameOf(box)}`);
      const { left, right } = box.getBoundingClientRect();
      if (left < -1 || right > innerWidth + 1) found.push(`beside the window: ${nameOf(box)}`);
    }
    const controls = 'button, input, textarea, [role=row], [role=option], [role=menuitem]';
    for (const control of top.querySelectorAll(controls)) {
      if (!isSeen(control) || (control as HTMLButtonElement).disabled) continue;
      control.scrollIntoView({ block: 'center' });
      const { left, top: above, width, height } = control.getBoundingClientRect();
      const hit = document.elementFromPoint(left + width / 2, above + height / 2);
      // A message that goes by itself, or by its own button, may lie over it for a while.
      const isUnderMessage = hit?.closest('[data-react-aria-top-layer]') != null;
      const isHit =
        isUnderMessage || (hit !== null && (control.contains(hit) || hit.contains(control)));
      if (!isHit) found.push(`out of reach: ${nameOf(control)}, under ${hit && nameOf(hit)}`);
    }
    return [...new Set(found)];
  });
