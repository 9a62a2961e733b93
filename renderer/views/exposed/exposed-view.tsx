import { FolderPlus, RotateCw, ShieldCheck } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { ExposedFinding, ExposedSearch } from '../../../shared/exposed-secrets.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { exposedWords as words } from '../../../shared/words/exposed-secrets.ts';
import { Button, spinClass } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { type Draft, draftOf } from '../connect/draft.ts';
import { ViewColumn, ViewFrame } from '../shell/view-frame.tsx';
import styles from './exposed.module.css';
import { ExposedRow } from './exposed-row.tsx';
import { ReplaceDialog } from './replace-dialog.tsx';

type Props = {
  readonly onClose: () => void;
  /** Opens the form that a found key was filled into. */
  readonly onTake: (filled: Draft) => void;
  /** Shows the sign-in that goes on meanwhile. */
  readonly onShow: (operationId: string) => void;
};

/** The keys that lie in plain text: where, whose they are, and what can be done. */
export const ExposedView = ({ onClose, onTake, onShow }: Props) => {
  const { bridge, providers, announce, notify } = useApp();
  const [found, setFound] = useState<ExposedSearch | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [busy, setBusy] = useState(false);
  const [replacing, setReplacing] = useState<ExposedFinding | null>(null);
  /** The last replacement, to be taken back. */
  const [change, setChange] = useState<{ readonly id: string; readonly file: string } | null>(null);

  /** Looks anew; what was done before it is what is said aloud then, and not the count. */
  const look = useCallback(async () => {
    setBusy(true);
    const reply = await settle(bridge.exposedSecrets.search());
    setBusy(false);
    setError(reply.ok ? null : reply.error);
    if (!reply.ok) return null;
    setFound(reply.value);
    return reply.value;
  }, [bridge]);
  const search = useCallback(async () => {
    const now = await look();
    if (now === null) return;
    const { findings, files } = now;
    announce(findings.length === 0 ? words.none(files) : words.found(findings.length, files));
  }, [look, announce]);

  useEffect(() => {
    void search();
  }, [search]);

  const addFolder = async (): Promise<void> => {
    const reply = await settle(bridge.exposedSecrets.addFolder());
    if (!reply.ok) setError(reply.error);
    else if (reply.value.folder !== null) await search();
  };
  const take = async (finding: ExposedFinding): Promise<void> => {
    const reply = await settle(bridge.exposedSecrets.take({ finding: finding.id }));
    if (!reply.ok) return setError(reply.error);
    const draft = draftOf(reply.value, 'file', providers);
    if (draft !== null) onTake(draft);
  };
  const undo = async ({ id, file }: NonNullable<typeof change>): Promise<void> => {
    const reply = await settle(bridge.exposedSecrets.undo({ change: id }));
    setChange(null);
    notify(
      reply.ok
        ? { tone: 'ok', text: words.undone(file) }
        : { tone: 'danger', text: errorLine(reply.error) },
    );
    await look();
  };

  return (
    <>
      <ViewFrame title={words.title} backLabel={words.back} onBack={onClose} onShow={onShow}>
        <ViewColumn>
          <p className={styles.lead}>{words.lead}</p>
          <p className={styles.where}>{words.where}</p>
          <div className={styles.buttons}>
            <Button
              icon={<FolderPlus size={15} aria-hidden="true" />}
              onClick={() => void addFolder()}
            >
              {words.addFolder}
            </Button>
            <Button
              busy={busy}
              icon={
                <RotateCw size={15} aria-hidden="true" className={busy ? spinClass : undefined} />
              }
              onClick={() => void search()}
            >
              {busy ? words.searching : words.again}
            </Button>
          </div>
          {error === null ? null : <ErrorNotice error={error} alert />}
          {change === null ? null : (
            <Notice
              tone="info"
              title={words.replaced(change.file)}
              buttons={
                <Button size="small" onClick={() => void undo(change)}>
                  {words.undo}
                </Button>
              }
            >
              {words.dialog.backup}
            </Notice>
          )}
          {found === null ? null : (
            <Found
              found={found}
              onReplace={setReplacing}
              onTake={(finding) => void take(finding)}
            />
          )}
        </ViewColumn>
      </ViewFrame>
      {replacing === null ? null : (
        <ReplaceDialog
          finding={replacing}
          onClose={() => setReplacing(null)}
          onReplaced={(id) => {
            setChange({ id, file: replacing.file });
            setReplacing(null);
            announce(words.replaced(replacing.file));
            void look();
          }}
        />
      )}
    </>
  );
};

type FoundProps = {
  readonly found: ExposedSearch;
  readonly onReplace: (finding: ExposedFinding) => void;
  readonly onTake: (finding: ExposedFinding) => void;
};

const Found = ({ found, onReplace, onTake }: FoundProps) => {
  const { findings, files, skipped, isCutShort, folders } = found;
  const isCompared = findings.every(({ owner }) => owner.kind !== 'not-compared');
  return (
    <>
      {isCompared ? null : (
        <Notice tone="warn" title={words.notCompared.title}>
          {words.notCompared.text}
        </Notice>
      )}
      {isCutShort ? (
        <Notice tone="warn" title={words.cutShort.title}>
          {words.cutShort.text}
        </Notice>
      ) : null}
      {findings.length === 0 ? (
        <EmptyState
          icon={<ShieldCheck size={34} strokeWidth={1.5} aria-hidden="true" />}
          title={words.none(files)}
          text={words.noneText}
        />
      ) : (
        <>
          <h2 className={styles.count}>{words.found(findings.length, files)}</h2>
          <ul className={styles.list}>
            {findings.map((finding) => (
              <ExposedRow
                key={finding.id}
                finding={finding}
                onReplace={() => onReplace(finding)}
                onTake={() => onTake(finding)}
              />
            ))}
          </ul>
        </>
      )}
      {folders.length === 0 ? null : <p className={styles.faint}>{words.folders(folders)}</p>}
      {skipped.length === 0 ? null : (
        <details className={styles.skipped}>
          <summary>{words.skipped(skipped.length)}</summary>
          <ul>
            {skipped.map(({ file, reason }) => (
              <li key={file}>{words.skippedLine(file, reason)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
};
