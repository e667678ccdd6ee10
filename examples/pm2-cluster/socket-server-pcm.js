// Renders tones as 16-bit PCM. GET / answers the pid of the instance; a WebSocket gets the samples:
// send {"frequency": 440, "seconds": 1} and receive binary messages, then {"done": true}.
const http = require('node:http');
const { acceptWebSocket } = require('./webSocket.js');

const port = Number(process.env.PORT ?? 8080);
const sampleRate = 16_000;
const samplesPerMessage = 4_000;

function tone(frequency, start, count) {
  const samples = new Int16Array(count);
  for (let i = 0; i < count; i++) {
    samples[i] = Math.round(20_000 * Math.sin((2 * Math.PI * frequency * (start + i)) / sampleRate));
  }
  return Buffer.from(samples.buffer);
}

function render(socket, request) {
  const { frequency = 440, seconds = 1 } = JSON.parse(request);
  const total = Math.round(Math.min(seconds, 60) * sampleRate);
  console.log(`rendering ${seconds} s of ${frequency} Hz in process ${process.pid}`);
  for (let start = 0; start < total; start += samplesPerMessage) {
    socket.send(tone(frequency, start, Math.min(samplesPerMessage, total - start)));
  }
  socket.send(JSON.stringify({ done: true, samples: total, sampleRate, pid: process.pid }));
}

const server = http.createServer((request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end(`${process.pid}\n`);
});

server.on('upgrade', (request, connection) => {
  acceptWebSocket(request, connection, (socket, message) => {
    try {
      render(socket, message);
    } catch (error) {
      socket.send(JSON.stringify({ error: error.message }));
    }
  });
});

server.listen(port, () => console.log(`listening on port ${port}`));

process.on('SIGINT', () => {
  console.log('closing');
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
