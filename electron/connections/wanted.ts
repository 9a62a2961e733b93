/** What somebody asked for outside the window, until the window has opened it. */
export type Wanted<T> = {
  readonly current: () => T | null;
  readonly want: (wanted: T) => void;
  readonly taken: () => void;
};

export const createWanted = <T>(dependencies: {
  readonly showWindow: () => void;
  readonly onChange: () => void;
}): Wanted<T> => {
  let wanted: T | null = null;
  const set = (next: T | null): void => {
    wanted = next;
    dependencies.onChange();
  };
  return {
    current: () => wanted,
    want: (next) => {
      set(next);
      dependencies.showWindow();
    },
    taken: () => set(null),
  };
};
