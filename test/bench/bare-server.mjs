/** Answers every request with the bytes it was sent, in a process of its own, as the endpoint does. */
import { createServer } from 'node:http';

process.once('message', (document) => {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(document),
  };
  const server = createServer((_, response) => response.writeHead(200, headers).end(document));
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
});
process.once('disconnect', () => process.exit());
