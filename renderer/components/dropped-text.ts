import { textDropWords } from '../../shared/words/connect.ts';

/** A file, or a text that was pasted, typed or dropped. */
export type TextSource = 'file' | 'text';

/** What a text that was given is for: it is handed over and not kept. */
export type TextTaker = {
  /** As much as the bridge takes; nothing that belongs here is anywhere near it. */
  readonly longest: number;
  readonly onText: (text: string, from: TextSource) => void;
  readonly onProblem: (problem: string) => void;
};

export const takeText = (text: string, from: TextSource, taker: TextTaker): void => {
  if (text.trim() === '') taker.onProblem(textDropWords.empty);
  else if (text.length > taker.longest) taker.onProblem(textDropWords.tooLong);
  else taker.onText(text, from);
};

/** Reads a file, unless it is too large to be the right one. */
export const takeFile = async (file: File, taker: TextTaker): Promise<void> => {
  if (file.size > taker.longest) return taker.onProblem(textDropWords.fileTooLarge);
  try {
    takeText(await file.text(), 'file', taker);
  } catch {
    taker.onProblem(textDropWords.unreadableFile);
  }
};

export const takeDrop = (data: DataTransfer, taker: TextTaker): void => {
  const [file] = data.files;
  if (file !== undefined) void takeFile(file, taker);
  else takeText(data.getData('text/plain'), 'text', taker);
};
