require('node:http')
  .createServer((_request, response) => response.end('ok'))
  .listen(process.env.PORT || 4310);
