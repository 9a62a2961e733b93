import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ErrorView } from '../../shared/result.ts';
import { commonWords } from '../../shared/words/common.ts';
import { describeError } from '../../shared/words/errors.ts';
import { useApp } from '../state/app-context.tsx';
import { copyPlainText } from '../state/copy-text.ts';
import { useTick } from '../state/use-tick.ts';
import { Button } from './button.tsx';
import { CopyIcon } from './copy-icon.tsx';
import { cx } from './cx.ts';
import styles from './notice.module.css';

type Tone = 'warn' | 'danger' | 'info';

const icons = { warn: TriangleAlert, danger: CircleAlert, info: Info };

type Props = {
  readonly tone: Tone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly buttons?: ReactNode;
  /** Says it at once to screen readers. */
  readonly alert?: boolean;
};

export const Notice = ({ tone, title, children, buttons, alert = false }: Props) => {
  const Icon = icons[tone];
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // What is said at once to the ear shall not lie out of sight.
    if (alert) box.current?.scrollIntoView({ block: 'nearest' });
  }, [alert]);
  return (
    <div ref={box} className={cx(styles.notice, styles[tone])} role={alert ? 'alert' : undefined}>
      <Icon size={17} aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children === undefined ? null : <div className={styles.text}>{children}</div>}
      </div>
      {buttons === undefined ? null : <div className={styles.buttons}>{buttons}</div>}
    </div>
  );
};

type ErrorNoticeProps = {
  readonly error: ErrorView;
  readonly tone?: Tone;
  readonly buttons?: ReactNode;
  readonly alert?: boolean;
  /** The connection at fault can be refreshed. */
  readonly refreshable?: boolean;
};

/** Says what went wrong and what to do next. */
export const ErrorNotice = (props: ErrorNoticeProps) => {
  const { error, tone = 'danger', buttons, alert, refreshable = false } = props;
  const words = describeError(error, refreshable);
  return (
    <Notice tone={tone} title={words.title} buttons={buttons} alert={alert ?? false}>
      <p>
        {words.text} {words.action}
      </p>
      {error.incident === null ? null : <Incident code={error.code} incident={error.incident} />}
    </Notice>
  );
};

const shownOfIncident = 6;

/** Names an error that is in the log, and copies what finds it there. */
const Incident = ({ code, incident }: { readonly code: string; readonly incident: string }) => {
  const { info, announce } = useApp();
  const [ticked, tick] = useTick();
  const details = [
    `Stowkey ${info?.version ?? ''} (Electron ${info?.electronVersion ?? ''}, ${info?.platform ?? ''})`,
    `Error ${code}`,
    `Incident ${incident}`,
  ].join('\n');
  return (
    <p className={styles.incident}>
      {commonWords.details.error(incident.slice(0, shownOfIncident))} ·{' '}
      <Button
        look="ghost"
        size="small"
        icon={ticked ? <CopyIcon ticked size={13} /> : null}
        onClick={() => {
          const copied = copyPlainText(details);
          if (copied) tick();
          announce(copied ? commonWords.details.copied : commonWords.details.notCopied);
        }}
      >
        {commonWords.details.copy}
      </Button>
    </p>
  );
};
