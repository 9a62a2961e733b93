import { FileInput } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import styles from './drop-anywhere.module.css';
import { type TextTaker, takeDrop, takeText } from './dropped-text.ts';
import { overlay } from './focus-keeper.tsx';

type Props = TextTaker & {
  /** Says what a drop will do, while something is held over the window. */
  readonly hint: string;
  /** How many dialogs this is within: over others it takes nothing. */
  readonly within: number;
};

/** What is dropped on a field or pasted into it belongs there. */
const isField = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, [contenteditable]') !== null;

const bearsText = (data: DataTransfer | null): data is DataTransfer =>
  data?.types.some((type) => type === 'Files' || type === 'text/plain') === true;

/** Takes a file or text that is dropped or pasted anywhere in the window, but for its fields. */
export const DropAnywhere = ({ hint, within, ...taker }: Props) => {
  const [over, setOver] = useState(false);
  const takes = (): boolean => document.querySelectorAll(overlay).length === within;
  const onDragOver = useEffectEvent((event: DragEvent) => {
    const isOurs = takes() && !isField(event.target) && bearsText(event.dataTransfer);
    if (isOurs) event.preventDefault();
    setOver(isOurs);
  });
  const onDragLeave = useEffectEvent((event: DragEvent) => {
    if (event.relatedTarget === null) setOver(false);
  });
  const onDrop = useEffectEvent((event: DragEvent) => {
    if (event.defaultPrevented || !takes() || isField(event.target)) return;
    if (!bearsText(event.dataTransfer)) return;
    event.preventDefault();
    takeDrop(event.dataTransfer, taker);
  });
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    if (event.defaultPrevented || !takes() || isField(event.target)) return;
    const text = event.clipboardData?.getData('text/plain') ?? '';
    // An image or an empty clipboard is no attempt to give keys.
    if (text !== '') takeText(text, 'text', taker);
  });
  useEffect(() => {
    const left = new AbortController();
    const { signal } = left;
    const end = (): void => setOver(false);
    document.addEventListener('dragover', onDragOver, { signal });
    document.addEventListener('dragleave', onDragLeave, { signal });
    document.addEventListener('drop', onDrop, { signal });
    document.addEventListener('paste', onPaste, { signal });
    // Also when a zone of its own takes it.
    document.addEventListener('drop', end, { capture: true, signal });
    return () => left.abort();
  }, []);
  if (!over) return null;
  return (
    <div className={styles.hint} aria-hidden="true">
      <p>
        <FileInput size={22} />
        {hint}
      </p>
    </div>
  );
};
