const { createServer } = require('node:http');

let signals = 0;
process.on('SIGHUP', () => (signals += 1));
createServer((_request, response) => response.end(String(signals))).listen(process.env.PORT);
