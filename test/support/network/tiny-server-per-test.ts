import { afterEach, beforeEach } from 'vitest';
import { startTinyServer, type TinyReply, type TinyServer } from './tiny-server.ts';

/** A tiny server for each test of a file; what is asked of it is asked of the present one. */
export const tinyServerPerTest = (): Omit<TinyServer, 'close'> => {
  let server: TinyServer;
  beforeEach(async () => {
    server = await startTinyServer();
  });
  afterEach(() => server.close());
  return {
    get url() {
      return server.url;
    },
    get requests() {
      return server.requests;
    },
    answer: (...replies) => server.answer(...replies),
  };
};

/** Answers with JSON; a text is sent as it is. */
export const json = (body: unknown, status = 200, headers = {}): TinyReply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
