import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Question } from '../../../shared/schemas.ts';
import { formatBytes } from '../../../shared/words/buckets.ts';
import { askWords, questionParts } from '../../../shared/words/consumers.ts';
import { BrandMark } from '../../components/brand.tsx';
import { Button } from '../../components/button.tsx';
import { type Bridge, settle } from '../../state/bridge.ts';
import type { Clock } from '../../state/clock.ts';
import styles from './ask.module.css';

type Props = { readonly bridge: Bridge; readonly clock: Clock };

/** All that the window shows that asks: one question after the other. */
export const Ask = ({ bridge, clock }: Props) => {
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(() => {
    const stop = bridge.consumers.onAsked(setQuestion);
    void settle(bridge.consumers.question()).then((reply) => {
      if (reply.ok) setQuestion((told) => told ?? reply.value);
    });
    return stop;
  }, [bridge]);
  if (question === null) return null;
  return <Asked key={question.id} question={question} bridge={bridge} clock={clock} />;
};

/**
 * How long a question takes no answer once it is there: whoever was about to press something else in
 * its place did not mean it.
 */
const deafMs = 500;

type Answer = 'allow' | 'refuse';

const Asked = ({ question, bridge, clock }: Props & { readonly question: Question }) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const [hears, setHears] = useState(false);
  const [answered, setAnswered] = useState(false);
  const [isOver, setIsOver] = useState(false);
  /** The press that a click ends began while answers were taken. */
  const pressMeant = useRef(false);

  // No button has the focus, so neither Enter nor Space is an answer by itself.
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => setHears(true), deafMs);
    return () => clearTimeout(timer);
  }, []);

  const off = !hears || answered;
  const answer = async (given: Answer): Promise<void> => {
    if (off) return;
    setAnswered(true);
    const reply = await settle(bridge.consumers.answer({ questionId: question.id, answer: given }));
    if (!reply.ok) setIsOver(true);
  };
  // With the frame that enables the buttons, so that all three ways of answering begin at once.
  useLayoutEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.repeat) void answer('refuse');
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  });

  const choice = (given: Answer) => (
    <Button
      size="large"
      busy={off}
      onPointerDown={() => {
        pressMeant.current = !off;
      }}
      onClick={({ detail }) => {
        // A click of the keyboard has no count.
        if (detail === 0 || pressMeant.current) void answer(given);
      }}
    >
      {askWords[given]}
    </Button>
  );
  const { wish, remembered } = question;
  const counts = !remembered
    ? askWords.once
    : wish === null
      ? askWords.remembered
      : askWords.rememberedAct;
  return (
    <main className={styles.ask}>
      <div className={styles.words}>
        <BrandMark size={30} />
        <h1 ref={heading} tabIndex={-1} aria-describedby="where counts">
          {questionParts(question).map(({ text, isName }) =>
            isName ? <bdi key={text}>{text}</bdi> : text,
          )}
        </h1>
        {wish === null || wish.where === null ? null : (
          <p id="where" className={styles.where}>
            <bdi dir="ltr">{wish.where}</bdi>
            {wish.sizeBytes === null ? null : (
              <span className={styles.size}> {formatBytes(wish.sizeBytes)}</span>
            )}
          </p>
        )}
        <p id="counts">{counts}</p>
      </div>
      <div className={styles.foot}>
        <p className={styles.left}>
          {isOver ? askWords.over : <Left question={question} clock={clock} />}
        </p>
        {question.behind === 0 ? null : (
          <p className={styles.behind}>{askWords.behind(question.behind)}</p>
        )}
        <div className={styles.buttons}>
          {choice('refuse')}
          {choice('allow')}
        </div>
      </div>
    </main>
  );
};

/** The seconds left that are said aloud: each of them would drown the question. */
const saidAt: readonly number[] = [20, 10, 5];

const Left = ({ question, clock }: Pick<Props, 'clock'> & { readonly question: Question }) => {
  const { deadlineEpochMs } = question;
  useEffect(() => clock.setDeadlines([deadlineEpochMs]), [clock, deadlineEpochMs]);
  const look = () => Math.max(0, Math.ceil((deadlineEpochMs - clock.now()) / 1000));
  const seconds = useSyncExternalStore(clock.subscribe, look, look);
  const said = saidAt.findLast((each) => seconds <= each);
  return (
    <>
      {askWords.left(seconds)}
      <span className="visually-hidden" aria-live="polite">
        {said === undefined ? '' : askWords.leftAloud(said)}
      </span>
    </>
  );
};
