// A server that forks by itself, as the documentation of Node's cluster module shows it.
const cluster = require('node:cluster');
const http = require('node:http');
const { availableParallelism } = require('node:os');

if (cluster.isPrimary) {
  console.log(`Primary ${process.pid} is running`);
  for (let i = 0; i < availableParallelism(); i++) cluster.fork();
  cluster.on('exit', (worker, code, signal) => {
    console.log(`worker ${worker.process.pid} died (${signal ?? code}). restarting...`);
    cluster.fork();
  });
} else {
  http
    .createServer((request, response) => {
      response.writeHead(200);
      response.end(`hello world from ${process.pid}\n`);
    })
    .listen(8001);
  console.log(`Worker ${process.pid} started`);
}
