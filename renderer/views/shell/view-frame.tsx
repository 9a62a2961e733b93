import { ArrowLeft } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { commonWords } from '../../../shared/words/common.ts';
import { IconButton } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { overlay } from '../../components/focus-keeper.tsx';
import { Banners } from './banners.tsx';
import { StatusBar } from './status-bar.tsx';
import styles from './view-frame.module.css';

type Props = {
  readonly title: string;
  /** Stand at the end of the title's line. */
  readonly buttons?: ReactNode;
  readonly backLabel: string;
  /** Leads back, by the button or by Escape. */
  readonly onBack: () => void;
  /** Shows a sign-in that goes on meanwhile. */
  readonly onShow: (operationId: string) => void;
  readonly className?: string | undefined;
  readonly children: ReactNode;
};

/** What is around each view that fills the window: notices, title, way back, line of status. */
export const ViewFrame = (props: Props) => {
  const { title, buttons, backLabel, onBack, onShow } = props;
  const main = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // What is in the view may have taken the focus already.
    if (main.current?.contains(document.activeElement) !== true) heading.current?.focus();
  }, []);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(overlay) !== null) return;
      event.preventDefault();
      onBack();
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [onBack]);
  return (
    <div className={styles.view}>
      <Banners />
      <main ref={main} className={cx(styles.frame, props.className)}>
        <header className={styles.head}>
          <IconButton
            label={backLabel}
            tip={commonWords.back}
            icon={<ArrowLeft size={17} aria-hidden="true" />}
            onClick={onBack}
          />
          <h1 ref={heading} tabIndex={-1} data-focus-home>
            {title}
          </h1>
          {buttons}
        </header>
        {props.children}
      </main>
      <StatusBar onShow={onShow} />
    </div>
  );
};

/** A column to read, which scrolls below the title. */
export const ViewColumn = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.scroll}>
    <div className={styles.column}>{children}</div>
  </div>
);
