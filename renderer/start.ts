import './styles/tokens.css';
import './styles/base.css';

const load = (): void => void import('./main.tsx');

/** How long a window that is not drawn, such as a minimised one, keeps its program waiting. */
const longestWaitMs = 300;

if (document.querySelector('#root > *') === null) load();
else {
  // Evaluating the program would hold back the first frame.
  const waited = setTimeout(load, longestWaitMs);
  requestAnimationFrame(() =>
    setTimeout(() => {
      clearTimeout(waited);
      load();
    }),
  );
}
