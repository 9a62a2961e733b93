import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { speakIn } from '../shared/languages.ts';
import { windowClock } from './state/clock.ts';
import { Ask } from './views/ask/ask.tsx';

const draw = (): void => {
  const root = document.getElementById('root');
  if (root === null) throw new TypeError('the page has no root element');
  void speakIn(document.documentElement.lang).then(() =>
    createRoot(root).render(<Ask bridge={window.stowkey} clock={windowClock()} />),
  );
};

// The page does not wait for this script, so it may come before the page is whole.
if (document.readyState === 'loading')
  document.addEventListener('DOMContentLoaded', draw, { once: true });
else draw();
