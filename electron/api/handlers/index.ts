import type { Contract, ParsedArgument, Reply } from '../../../shared/contract.ts';
import type { OnLeave } from '../../platform/interfaces.ts';

type MaybeLater<T> = T | Promise<T>;

type CallNames<G> = {
  [N in keyof G]: G[N] extends { argument: unknown } ? N : never;
}[keyof G];

type Answer<R> = [R] extends [undefined] ? void | Promise<void> : MaybeLater<R>;

/**
 * A function for one call of the contract: takes the parsed argument and what tells that the caller has
 * left, throws `AppError`.
 */
type Handler<C> = (argument: ParsedArgument<C>, onLeave: OnLeave) => Answer<Reply<C>>;

/** The window's, which the program itself calls as well, and which nobody leaves. */
type WindowHandler<C> = [ParsedArgument<C>] extends [undefined]
  ? (argument?: undefined, onLeave?: OnLeave) => Answer<Reply<C>>
  : (argument: ParsedArgument<C>, onLeave?: OnLeave) => Answer<Reply<C>>;

/** One handler for every call of the contract; leaving one out does not compile. */
export type Handlers = {
  readonly [G in keyof Contract]: {
    readonly [N in CallNames<Contract[G]>]: G extends 'tools' | 'assistant'
      ? Handler<Contract[G][N]>
      : WindowHandler<Contract[G][N]>;
  };
};

/** What the window calls, and what a consumer of the local agent does: one that gets credentials, or an assistant. */
export type WindowHandlers = Omit<Handlers, 'tools' | 'assistant'>;
export type AssistantHandlers = Pick<Handlers, 'assistant'>;
export type ToolHandlers = Pick<Handlers, 'tools'>;
