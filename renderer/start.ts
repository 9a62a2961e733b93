import './styles/tokens.css';
import './styles/base.css';

const load = (): void => void import('./main.tsx');

/** How long a window that is not drawn, such as a minimised one, keeps its program waiting. */
const maxWaitMs = 300;

/** Loads the program after the first frame, which its evaluation would hold back. */
const begin = (): void => {
  if (document.querySelector('#root > *') === null) {
    load();
    return;
  }
  const waited = setTimeout(load, maxWaitMs);
  requestAnimationFrame(() =>
    setTimeout(() => {
      clearTimeout(waited);
      load();
    }),
  );
};

// The page does not wait for this script, so it may come before the page is whole.
if (document.readyState === 'loading')
  document.addEventListener('DOMContentLoaded', begin, { once: true });
else begin();
