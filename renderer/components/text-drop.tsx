import { FolderOpen } from 'lucide-react';
import { type DragEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { commonWords } from '../../shared/words/common.ts';
import { Button } from './button.tsx';
import { cx } from './cx.ts';
import { type TextTaker, takeDrop, takeFile, takeText } from './dropped-text.ts';
import { codeClass, FieldProblem, hiddenClass, inputClass } from './fields.tsx';
import styles from './text-drop.module.css';

type Props = TextTaker & {
  readonly label: string;
  readonly children: ReactNode;
  /** Endings for the file chooser. */
  readonly accept: string;
  /** Masks what is pasted: it holds secrets. */
  readonly masked?: boolean;
  /** Begins with the focus in its field. */
  readonly takesFocus?: boolean;
  readonly problem: string | null;
};

/**
 * Takes a text in every way people have it: as a dropped or chosen file, or pasted. The text is
 * handed over and not kept.
 */
export const TextDrop = (props: Props) => {
  const {
    label,
    children,
    accept,
    masked = false,
    takesFocus = false,
    longest,
    problem,
    onText,
    onProblem,
  } = props;
  const chooser = useRef<HTMLInputElement>(null);
  const paste = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const [typed, setTyped] = useState(false);
  const problemId = useId();
  useEffect(() => {
    if (takesFocus) paste.current?.focus();
  }, [takesFocus]);

  const clear = (): void => {
    if (paste.current !== null) paste.current.value = '';
    setTyped(false);
  };
  const taker: TextTaker = {
    longest,
    onText: (text, from) => {
      clear();
      onText(text, from);
    },
    onProblem: (found) => {
      clear();
      onProblem(found);
    },
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    setOver(false);
    takeDrop(event.dataTransfer, taker);
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
          placeholder={commonWords.textDrop.placeholder}
          autoComplete="off"
          autoCorrect="off"
          autoCapitalize="none"
          spellCheck={false}
          onPaste={(event) => {
            event.preventDefault();
            takeText(event.clipboardData.getData('text/plain'), 'text', taker);
          }}
          onInput={(event) => setTyped(event.currentTarget.value !== '')}
        />
        {typed ? (
          <Button
            look="primary"
            onClick={() => takeText(paste.current?.value ?? '', 'text', taker)}
          >
            {commonWords.textDrop.use}
          </Button>
        ) : null}
        <Button
          icon={<FolderOpen size={15} aria-hidden="true" />}
          onClick={() => chooser.current?.click()}
        >
          {commonWords.textDrop.choose}
        </Button>
        <input
          ref={chooser}
          type="file"
          accept={accept}
          hidden
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void takeFile(file, taker);
            event.target.value = '';
          }}
        />
      </div>
      <FieldProblem id={problemId} problem={problem} />
    </div>
  );
};
