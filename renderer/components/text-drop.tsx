import { FolderOpen } from 'lucide-react';
import { type DragEvent, type ReactNode, useId, useRef, useState } from 'react';
import { textDropWords } from '../../shared/words/connect.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { codeClass, FieldProblem, hiddenClass, inputClass } from './fields.tsx';
import styles from './text-drop.module.css';

/** A file, or a text that was pasted, typed or dropped. */
export type TextSource = 'file' | 'text';

type Props = {
  readonly label: string;
  readonly children: ReactNode;
  /** Endings for the file chooser. */
  readonly accept: string;
  /** Masks what is pasted: it holds secrets. */
  readonly masked?: boolean;
  /** As much as the bridge takes; nothing that belongs here is anywhere near it. */
  readonly longest: number;
  readonly problem: string | null;
  readonly onText: (text: string, from: TextSource) => void;
  readonly onProblem: (problem: string) => void;
};

/**
 * Takes a text in every way people have it: as a dropped or chosen file, or pasted. The text is
 * handed over and not kept.
 */
export const TextDrop = (props: Props) => {
  const { label, children, accept, masked = false, longest, problem, onText, onProblem } = props;
  const chooser = useRef<HTMLInputElement>(null);
  const paste = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const [typed, setTyped] = useState(false);
  const problemId = useId();

  const take = (text: string, from: TextSource): void => {
    if (paste.current !== null) paste.current.value = '';
    setTyped(false);
    if (text.trim() === '') onProblem(textDropWords.empty);
    else if (text.length > longest) onProblem(textDropWords.tooLong);
    else onText(text, from);
  };
  const takeFile = async (file: File): Promise<void> => {
    if (file.size > longest) return onProblem(textDropWords.fileTooLarge);
    try {
      take(await file.text(), 'file');
    } catch {
      onProblem(textDropWords.unreadableFile);
    }
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file !== undefined) void takeFile(file);
    else take(event.dataTransfer.getData('text/plain'), 'text');
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is extra; the button and the field do the same
    <div
      className={styles.zone}
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={drop}
    >
      <div className={styles.words}>{children}</div>
      <div className={styles.ways}>
        <textarea
          ref={paste}
          className={cx(inputClass, codeClass, masked && hiddenClass)}
          aria-label={label}
          aria-describedby={problem === null ? undefined : problemId}
          aria-invalid={problem === null ? undefined : true}
          rows={1}
          placeholder="Paste it here"
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="none"
          spellCheck={false}
          onPaste={(event) => {
            event.preventDefault();
            take(event.clipboardData.getData('text/plain'), 'text');
          }}
          onInput={(event) => setTyped(event.currentTarget.value !== '')}
        />
        {typed ? (
          <Button look="primary" onClick={() => take(paste.current?.value ?? '', 'text')}>
            Use it
          </Button>
        ) : null}
        <Button
          icon={<FolderOpen size={15} aria-hidden="true" />}
          onClick={() => chooser.current?.click()}
        >
          Choose file
        </Button>
        <input
          ref={chooser}
          type="file"
          accept={accept}
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void takeFile(file);
            event.target.value = '';
          }}
        />
      </div>
      <FieldProblem id={problemId} problem={problem} />
    </div>
  );
};
