import { Download, History, SearchX } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import {
  type ActivityFilter,
  activityFilterLabels,
  activityFilters,
  activityWords,
} from '../../../shared/words/activity.ts';
import { commonWords, frameWords } from '../../../shared/words/common.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { Button } from '../../components/button.tsx';
import { inputClass } from '../../components/fields.tsx';
import { Notice } from '../../components/notice.tsx';
import { Select } from '../../components/select.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { useActivity } from '../../state/use-activity.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import styles from './activity.module.css';
import { ActivityList } from './activity-list.tsx';

type Props = {
  /** What to search for at first. */
  readonly text: string;
  readonly onConnect: (operationId: string) => void;
  readonly onClose: () => void;
};

const pageLines = 500;

/** Who took what, and what became of the accounts. */
export const ActivityView = ({ text: firstText, onConnect, onClose }: Props) => {
  const { bridge, notify } = useApp();
  const [text, setText] = useState(firstText);
  const [filter, setFilter] = useState<ActivityFilter>('all');
  const kinds = activityFilters[filter];
  const asked = useDeferredValue(text);
  const { loaded, loadMore } = useActivity({
    limit: pageLines,
    kinds: kinds === null ? null : [...kinds],
    connectionId: null,
    text: asked,
  });
  const isNarrowed = asked.trim() !== '' || kinds !== null;

  const save = async (): Promise<void> => {
    const reply = await settle(bridge.activity.export());
    if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
    else if (reply.value.fileName !== null)
      notify({ tone: 'ok', text: activityWords.saved(reply.value.fileName) });
  };

  return (
    <ViewFrame
      className={styles.frame}
      title={activityWords.title}
      backLabel={commonWords.backToAccounts}
      onBack={onClose}
      onShow={onConnect}
      buttons={
        <Button
          size="small"
          icon={<Download size={15} aria-hidden="true" />}
          onClick={() => void save()}
        >
          {frameWords.exportActivity}
        </Button>
      }
    >
      <div className={styles.filters}>
        <input
          className={inputClass}
          type="search"
          aria-label={activityWords.search}
          placeholder={activityWords.search}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape' || text === '') return;
            event.preventDefault();
            setText('');
          }}
        />
        <Select
          label={activityWords.kind}
          help={undefined}
          problem={null}
          options={Object.entries(activityFilterLabels).map(([value, label]) => ({ value, label }))}
          value={filter}
          code={false}
          action={null}
          onChange={(value) => setFilter(value as ActivityFilter)}
        />
      </div>
      {loaded === 'failed' ? (
        <div className={styles.news}>
          <Notice tone="warn" title={activityWords.unreadable.title} alert>
            {activityWords.unreadable.text}
          </Notice>
        </div>
      ) : null}
      {typeof loaded !== 'string' && loaded.isBroken ? (
        <div className={styles.news}>
          <Notice tone="warn" title={activityWords.broken.title} alert>
            {activityWords.broken.text}
          </Notice>
        </div>
      ) : null}
      {typeof loaded === 'string' ? null : loaded.lines.length === 0 ? (
        isNarrowed ? (
          <Nothing icon={<SearchX size={28} aria-hidden="true" />} {...activityWords.nothingFound}>
            <Button
              size="small"
              onClick={() => {
                setText('');
                setFilter('all');
              }}
            >
              {frameWords.showEverything}
            </Button>
          </Nothing>
        ) : (
          <Nothing icon={<History size={28} aria-hidden="true" />} {...activityWords.empty} />
        )
      ) : (
        <ActivityList
          key={`${filter} ${asked}`}
          lines={loaded.lines}
          hasMore={loaded.hasMore}
          onNearEnd={loadMore}
        />
      )}
    </ViewFrame>
  );
};

const Nothing = (props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) => (
  <div className={styles.none}>
    {props.icon}
    <p className={styles.noneTitle}>{props.title}</p>
    <p>{props.text}</p>
    {props.children}
  </div>
);
