const { createServer } = require('node:http');

let count = 0;

setInterval(() => {
  count += 1;
}, 50);

createServer((request, response) => {
  response.end(String(count));
}).listen(Number(process.env.WEB_PORT), '127.0.0.1');
