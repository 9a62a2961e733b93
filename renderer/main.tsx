import './styles/tokens.css';
import './styles/base.css';
import { createRoot } from 'react-dom/client';
import { createClock } from './state/clock.ts';
import { createSnapshotStore } from './state/snapshot-store.ts';
import { Window } from './views/shell/window.tsx';

const bridge = window.stowkey;
const snapshots = createSnapshotStore(bridge);
const clock = createClock({
  now: () => Date.now(),
  setTimeout: (run, delayMs) => window.setTimeout(run, delayMs),
  clearTimeout: (handle) => window.clearTimeout(handle as number),
});

const root = document.getElementById('root');
if (root === null) throw new TypeError('the page has no root element');
snapshots.start();
createRoot(root).render(<Window bridge={bridge} snapshots={snapshots} clock={clock} />);
