/** The least that a command line in this runtime does: asks over the socket, or waits for Electron; prints and ends. */
const { request } = require('node:http');
const { app } = require('electron');

const end = (text) => process.stdout.write(text, () => app.exit(0));

const [socketPath] = process.argv.slice(process.argv.indexOf('--') + 1);
if (socketPath === 'ready') app.whenReady().then(() => end('ready\n'));
else {
  const asked = request(
    { socketPath, path: '/v1/about', headers: { host: 'stowkey' } },
    (reply) => {
      let body = '';
      reply.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      reply.once('end', () => end(body));
    },
  );
  asked.end();
}
