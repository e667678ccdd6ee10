const { createServer } = require('node:http');

createServer((_request, response) => response.end(process.env.STAGE ?? 'none')).listen(process.env.PORT);
