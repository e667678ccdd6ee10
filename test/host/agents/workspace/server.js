console.log('\u001b[32mserver begins\u001b[0m');
console.error('and warns');
require('node:http')
  .createServer((_request, response) => response.end('hello'))
  .listen(0, '127.0.0.1');
