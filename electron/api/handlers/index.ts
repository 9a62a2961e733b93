import type { Contract, ParsedArgument, Reply } from '../../../shared/contract.ts';
import type { OnLeave } from '../../platform/interfaces.ts';

type MaybeLater<T> = T | Promise<T>;

type CallNames<G> = {
  [N in keyof G]: G[N] extends { argument: unknown } ? N : never;
}[keyof G];

type Answer<R> = [R] extends [undefined] ? void | Promise<void> : MaybeLater<R>;

/** A function for one call of the contract: takes the parsed argument, throws `AppError`. */
type Handler<C> = [ParsedArgument<C>] extends [undefined]
  ? () => Answer<Reply<C>>
  : (argument: ParsedArgument<C>) => Answer<Reply<C>>;

/** The handlers of one group. */
type GroupHandlers<G extends keyof Contract> = {
  readonly [N in CallNames<Contract[G]>]: Handler<Contract[G][N]>;
};

/** What the window calls, and what a consumer of the local agent does. */
export type WindowHandlers = Omit<Handlers, 'tools'>;
export type ToolHandlers = Pick<Handlers, 'tools'>;

/** Tools come and go while a person is asked about them. */
type ToolHandlerGroup = {
  readonly [N in keyof GroupHandlers<'tools'>]: (
    ...call: [...Parameters<GroupHandlers<'tools'>[N]>, OnLeave]
  ) => ReturnType<GroupHandlers<'tools'>[N]>;
};

/** One handler for every call of the contract; leaving one out does not compile. */
export type Handlers = {
  readonly [G in keyof Contract]: G extends 'tools' ? ToolHandlerGroup : GroupHandlers<G>;
};
