import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createAgentClient } from '../../electron/cli/agent-client.ts';
import { agentPaths } from '../../electron/platform/agent-paths.ts';
import type { ToolsWorld } from '../support/worlds/tools-world.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

/** Twenty loans, each asked less often than its limit allows in one go. */
const blocks = 20;
const requestsInBlock = 500;

type Beside = { readonly ours: Spread; readonly bare: Spread; readonly ratio: Spread };
export type EndpointTimes = { readonly p50: Beside; readonly p99: Beside };

const percentile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN;
};

const beside = (ours: readonly number[], bare: readonly number[]): Beside => ({
  ours: spreadOf(ours),
  bare: spreadOf(bare),
  ratio: ratiosOf(ours, bare),
});

/** Asks the endpoint and a bare server that answers the same bytes from a process of its own, in turn, as an SDK's client does. */
export const timeEndpoint = async (world: ToolsWorld): Promise<EndpointTimes> => {
  const client = createAgentClient(agentPaths(world.home, process.platform), () => {});
  const lend = () => client.call('lend', { account: 'photos' });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const get = (url: string, authorization: string): Promise<string> =>
    new Promise((resolve, reject) => {
      request(url, { agent, headers: { authorization } }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        response.on('end', () =>
          response.statusCode === 200 ? resolve(body) : reject(new Error(body)),
        );
      })
        .once('error', reject)
        .end();
    });
  const time = async (url: string, token: string): Promise<number> => {
    const startedMs = performance.now();
    await get(url, token);
    return performance.now() - startedMs;
  };

  const loans: Awaited<ReturnType<typeof lend>>[] = [];
  for (let count = 0; count < blocks; count += 1) loans.push(await lend());
  const [first = await lend()] = loans;
  const document = await get(first.url, first.token);
  const bareServer = fork(join(import.meta.dirname, 'bare-server.mjs'), { execArgv: [] });
  bareServer.send(document);
  const [port] = (await once(bareServer, 'message')) as [number];
  const bareUrl = `http://127.0.0.1:${port}/`;
  try {
    const timed: { ours: number[]; bare: number[] }[] = [];
    for (const { url, token } of loans) {
      const block = { ours: [] as number[], bare: [] as number[] };
      for (let count = 0; count < requestsInBlock; count += 1) {
        block.ours.push(await time(url, token));
        block.bare.push(await time(bareUrl, token));
      }
      timed.push(block);
    }
    const at = (part: number): Beside =>
      beside(
        timed.map(({ ours }) => percentile(ours, part)),
        timed.map(({ bare }) => percentile(bare, part)),
      );
    return { p50: at(0.5), p99: at(0.99) };
  } finally {
    agent.destroy();
    bareServer.disconnect();
    for (const { loan } of loans) await client.takeBack(loan);
  }
};
