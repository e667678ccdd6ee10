const { createServer } = require('node:http');

createServer((_request, response) => response.end(String(process.pid))).listen(process.env.PORT, () => {
  console.log(`listening on ${process.env.PORT}`);
});
