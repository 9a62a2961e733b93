/**
 * What a window shows before its page is drawn. The page's own background, so that nothing flashes:
 * the test holds it to `--canvas` in renderer/styles/tokens.css.
 */
export const windowBackground = { light: '#eef1f0', dark: '#0e1312' } as const;

/** The symbols of the window's buttons where they stand on the page: `--text`, held by the same test. */
export const windowSymbols = { light: '#16201e', dark: '#e9f0ee' } as const;
