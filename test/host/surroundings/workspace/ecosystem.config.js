module.exports = {
  apps: [{ name: 'web', script: 'server.js', instances: 2, port: 'auto:48100-48900' }],
};
