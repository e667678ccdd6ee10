module.exports = {
  apps: [
    { name: 'web', script: 'server.js' },
    { name: 'missing', script: 'nothing.js', instancez: 2 },
  ],
};
