import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { speakIn } from '../shared/languages.ts';
import { settle } from './state/bridge.ts';
import { windowClock } from './state/clock.ts';
import { createSnapshotStore } from './state/snapshot-store.ts';
import { Window } from './views/shell/window.tsx';

const bridge = window.stowkey;
const snapshots = createSnapshotStore(bridge);
const clock = windowClock();

const root = document.getElementById('root');
if (root === null) throw new TypeError('the page has no root element');

// All that the first list needs, so that it is drawn once.
snapshots.start();
const [providers, info] = await Promise.all([
  settle(bridge.providers.list()),
  settle(bridge.app.info()),
  // As main wrote it into the page.
  speakIn(document.documentElement.lang),
  new Promise<void>((resolve) => void snapshots.subscribe(resolve)),
]);

/** What can have the focus comes in the same order in the first frame and in the window. */
const stops = (): NodeListOf<HTMLElement> => root.querySelectorAll('button, input, [tabindex]');
const focused = ([...stops()] as (Element | null)[]).indexOf(document.activeElement);
flushSync(() =>
  createRoot(root).render(
    <Window
      bridge={bridge}
      snapshots={snapshots}
      clock={clock}
      shipped={providers.ok ? providers.value : []}
      info={info.ok ? info.value : null}
    />,
  ),
);
root.removeAttribute('aria-busy');
stops()[focused]?.focus();
