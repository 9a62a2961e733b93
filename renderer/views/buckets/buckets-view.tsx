import { Archive, ArrowUp, File, Folder, Link } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { BucketEntry } from '../../../shared/buckets.ts';
import { maxLinkSeconds } from '../../../shared/limits.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { formatBytes, bucketWords as words } from '../../../shared/words/buckets.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { formatMoment } from '../../../shared/words/time.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { ViewColumn, ViewFrame } from '../shell/view-frame.tsx';
import styles from './buckets.module.css';
import { type Place, useBucketPage } from './use-bucket-page.ts';

type Props = {
  readonly connection: ConnectionView;
  readonly onShow: (operationId: string) => void;
  readonly onClose: () => void;
};

const icons = { bucket: Archive, folder: Folder, object: File };

const above = (place: NonNullable<Place>): Place =>
  place.prefix === '' ? null : { ...place, prefix: place.prefix.replace(/[^/]*\/$/, '') };

/** Buckets of an account, and what lies in them; read only. */
export const BucketsView = ({ connection, onShow, onClose }: Props) => {
  const { bridge, notify } = useApp();
  const [place, setPlace] = useState<Place>(null);
  const { loaded, again } = useBucketPage(connection.id, place);
  const where = useRef<HTMLParagraphElement>(null);
  const entries = typeof loaded === 'object' && 'entries' in loaded ? loaded.entries : null;

  const end = useRef<HTMLDivElement>(null);
  const shownCount = useShownCount(entries, end);

  const moved = useRef(false);
  useEffect(() => {
    // The row that was pressed has gone, and the focus with it.
    if (entries !== null && moved.current) where.current?.focus();
  }, [entries]);
  const go = (next: Place): void => {
    moved.current = true;
    setPlace(next);
  };

  const enter = (entry: BucketEntry): void => {
    if (entry.kind === 'bucket') go({ bucket: entry.name, prefix: '' });
    else if (place !== null) go({ ...place, prefix: entry.name });
  };

  const copyLink = async (key: string): Promise<void> => {
    if (place === null) return;
    const { bucket } = place;
    const reply = await settle(
      bridge.buckets.copyLink({
        connectionId: connection.id,
        bucket,
        key,
        seconds: maxLinkSeconds,
      }),
    );
    if (reply.ok) notify({ tone: 'ok', text: words.copied });
    else notify({ tone: 'danger', text: errorLine(reply.error) });
  };

  return (
    <ViewFrame
      title={words.title(connection.label)}
      backLabel={words.back}
      onBack={onClose}
      onShow={onShow}
    >
      <ViewColumn>
        <div className={styles.place}>
          {place === null ? null : (
            <IconButton
              label={words.up}
              icon={<ArrowUp size={16} aria-hidden="true" />}
              onClick={() => go(above(place))}
            />
          )}
          <p ref={where} tabIndex={-1} className={styles.path}>
            {place === null
              ? (connection.facts.s3?.endpoint ?? '')
              : `${place.bucket}/${place.prefix}`}
          </p>
        </div>
        {loaded === 'loading' ? <p role="status">{words.loading}</p> : null}
        {typeof loaded === 'object' && 'error' in loaded ? (
          <ErrorNotice
            error={loaded.error}
            alert
            buttons={
              <Button size="small" onClick={again}>
                {words.again}
              </Button>
            }
          />
        ) : null}
        {entries?.length === 0 ? (
          <p className={styles.none}>
            <strong>{words.nothing.title}</strong> {words.nothing.text}
          </p>
        ) : null}
        {entries === null || entries.length === 0 ? null : (
          <table className={styles.list} aria-label={words.list} aria-rowcount={entries.length + 1}>
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.size}</th>
                <th scope="col">{words.changed}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {entries.slice(0, shownCount).map((entry) => (
                <EntryRow
                  key={`${entry.kind} ${entry.name}`}
                  entry={entry}
                  shown={entry.name.slice(place?.prefix.length ?? 0)}
                  onEnter={() => enter(entry)}
                  onCopyLink={() => void copyLink(entry.name)}
                />
              ))}
            </tbody>
          </table>
        )}
        <div ref={end} />
        {typeof loaded === 'object' && 'hasMore' in loaded && loaded.hasMore ? (
          <p className={styles.none}>{words.more}</p>
        ) : null}
      </ViewColumn>
    </ViewFrame>
  );
};

const rowsAtOnce = 100;

/** How many rows are drawn: as many more as the person scrolls towards their end. */
const useShownCount = (
  entries: readonly BucketEntry[] | null,
  end: RefObject<HTMLElement | null>,
): number => {
  const [shown, setShown] = useState({ entries, count: rowsAtOnce });
  const count = shown.entries === entries ? shown.count : rowsAtOnce;
  useEffect(() => {
    if (end.current === null || entries === null || count >= entries.length) return;
    const watch = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting))
          setShown({ entries, count: count + rowsAtOnce });
      },
      { rootMargin: '600px' },
    );
    watch.observe(end.current);
    return () => watch.disconnect();
  }, [entries, end, count]);
  return count;
};

type RowProps = {
  readonly entry: BucketEntry;
  /** Its name from here on. */
  readonly shown: string;
  readonly onEnter: () => void;
  readonly onCopyLink: () => void;
};

const EntryRow = ({ entry, shown, onEnter, onCopyLink }: RowProps) => {
  const Icon = icons[entry.kind];
  const { sizeBytes, changedAtEpochMs } = entry;
  return (
    <tr>
      <th scope="row">
        <span className={styles.name}>
          <Icon size={15} aria-hidden="true" />
          {entry.kind === 'object' ? (
            <span dir="auto">{shown}</span>
          ) : (
            <button type="button" className={styles.enter} dir="auto" onClick={onEnter}>
              {shown}
            </button>
          )}
        </span>
      </th>
      <td>{sizeBytes === null ? '' : formatBytes(sizeBytes)}</td>
      <td>{changedAtEpochMs === null ? '' : formatMoment(Math.floor(changedAtEpochMs / 1000))}</td>
      <td>
        {entry.kind === 'object' ? (
          <IconButton
            label={words.copyLink(shown)}
            icon={<Link size={15} aria-hidden="true" />}
            onClick={onCopyLink}
          />
        ) : null}
      </td>
    </tr>
  );
};
