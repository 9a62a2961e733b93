import { Check, CircleAlert } from 'lucide-react';
import { use } from 'react';
import { NoticeContext } from '../../state/app-context.tsx';
import styles from './window.module.css';

/**
 * One short message at a time, in the status bar, where it covers nothing. What it says is announced
 * by the live region, not by this.
 */
export const NoticeLine = () => {
  const notice = use(NoticeContext);
  if (notice === null) return null;
  const Icon = notice.tone === 'ok' ? Check : CircleAlert;
  return (
    <div className={styles.noticeLine} data-tone={notice.tone} aria-hidden="true" key={notice.text}>
      <Icon size={15} />
      <span>{notice.text}</span>
    </div>
  );
};
