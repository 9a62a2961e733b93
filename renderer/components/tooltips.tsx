import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './tooltips.module.css';

const delayMs = 450;
const gapPx = 6;

const tipped = '[data-tip], [data-whole]';

/** Says whether a text, or a piece of it, has no room for all of itself. */
const isCut = (element: HTMLElement): boolean =>
  [element, ...element.querySelectorAll<HTMLElement>('[aria-hidden]')].some(
    ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth && clientWidth > 0,
  );

const tipOf = (element: HTMLElement): string | undefined =>
  element.dataset.tip ?? (isCut(element) ? element.dataset.whole : undefined);

/**
 * Shows the `data-tip` of whatever is hovered or keyboard-focused, and its `data-whole` where that is
 * a text that was cut. One for the whole window, so
 * that a thousand rows carry no tooltip machinery. The name of a control is its label; the tip only
 * repeats it for the eye, and is hidden from screen readers.
 */
export const Tooltips = () => {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const tip = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** Pressed, so its tip has served; it stays away until the pointer has left. */
    let pressed: HTMLElement | null = null;
    const hide = (): void => {
      clearTimeout(timer);
      setTarget(null);
    };
    const find = (event: Event): HTMLElement | null =>
      event.target instanceof Element ? event.target.closest<HTMLElement>(tipped) : null;
    /** For the keyboard, which reaches rows and not the names in them. */
    const findInside = ({ target: focused }: Event): HTMLElement | null =>
      focused instanceof Element && focused.matches('[role=row]:focus-visible')
        ? focused.querySelector<HTMLElement>('[data-whole]')
        : null;
    const over = (event: Event): void => {
      clearTimeout(timer);
      const found = find(event);
      if (found !== null && found === pressed) return;
      pressed = null;
      setTarget((shown) => (shown === found ? shown : null));
      if (found !== null) timer = setTimeout(() => setTarget(found), delayMs);
    };
    const focus = (event: Event): void => {
      const found = find(event);
      if (found?.matches(':focus-visible')) setTarget(found);
      else setTarget(findInside(event));
    };
    const press = (event: Event): void => {
      pressed = find(event);
      hide();
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', hide);
    document.addEventListener('pointerdown', press);
    document.addEventListener('scroll', hide, true);
    document.addEventListener('keydown', key);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('pointerdown', press);
      document.removeEventListener('scroll', hide, true);
      document.removeEventListener('keydown', key);
    };
  }, []);

  useLayoutEffect(() => {
    if (target === null || tip.current === null) return;
    const around = target.getBoundingClientRect();
    const own = tip.current.getBoundingClientRect();
    const below = around.bottom + gapPx;
    const fitsBelow = below + own.height <= window.innerHeight - gapPx;
    const left = around.left + around.width / 2 - own.width / 2;
    tip.current.style.top = `${fitsBelow ? below : around.top - own.height - gapPx}px`;
    tip.current.style.left = `${Math.min(Math.max(gapPx, left), window.innerWidth - own.width - gapPx)}px`;
  }, [target]);

  const text = target?.isConnected ? tipOf(target) : undefined;
  if (!text) return null;
  return (
    <div ref={tip} className={styles.tip} aria-hidden="true">
      {text}
    </div>
  );
};
