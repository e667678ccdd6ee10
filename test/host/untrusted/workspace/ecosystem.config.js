require('node:fs').writeFileSync(`${__dirname}/evaluated`, '');
module.exports = { apps: [{ name: 'web', script: 'server.js' }] };
