/**
 * Makes a queue that runs one task at a time, in the order they were asked for, whatever became of
 * those before.
 */
export const createSerialQueue = (): (<T>(task: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task);
    last = result.catch(() => undefined);
    return result;
  };
};
