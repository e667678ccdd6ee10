require('node:http')
  .createServer((_, response) => response.end(String(process.pid)))
  .listen(42931, '127.0.0.1');
