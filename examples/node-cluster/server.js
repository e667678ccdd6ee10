// An ordinary server: nothing in it knows that it is clustered.
const http = require('node:http');

http
  .createServer((request, response) => {
    response.writeHead(200);
    response.end(`hello world from ${process.pid}\n`);
  })
  .listen(8000);

console.log(`${process.pid} started`);
