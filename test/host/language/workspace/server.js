require('node:http')
  .createServer((_, response) => response.end('here'))
  .listen(process.env.PORT ?? 0);
