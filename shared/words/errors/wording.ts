/** Says what went wrong and what to do, in words for a person. */
export type Wording = {
  readonly title: string;
  readonly text: string;
  /** The next thing to do, as a sentence. */
  readonly action: string;
};

export const say = (title: string, text: string, action: string): Wording => ({
  title,
  text,
  action,
});
