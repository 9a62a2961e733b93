import { Check, CircleAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { Notice } from '../state/app-context.tsx';
import styles from './toasts.module.css';

const shownMs = 4_000;
const troubleShownMs = 9_000;

type Props = { readonly notice: Notice | null; readonly onGone: () => void };

/** Shows one short message at a time. What it says is announced by the live region, not by this. */
export const Toasts = ({ notice, onGone }: Props) => {
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(onGone, notice.tone === 'ok' ? shownMs : troubleShownMs);
    return () => clearTimeout(timer);
  }, [notice, onGone]);
  if (notice === null) return null;
  const Icon = notice.tone === 'ok' ? Check : CircleAlert;
  return (
    <div className={styles.region} aria-hidden="true">
      <div className={styles.toast} key={notice.text}>
        <Icon size={15} />
        {notice.text}
      </div>
    </div>
  );
};
