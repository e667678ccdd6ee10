module.exports = {
  apps: [
    { name: 'web', script: 'server.js', instances: 4, env: { WEB_PORT: '18473' } },
    { name: 'job', script: 'job.js' },
    { name: 'shell', script: 'loop.sh' },
  ],
};
