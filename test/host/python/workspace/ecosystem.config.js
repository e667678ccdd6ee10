module.exports = {
  apps: [{ name: 'py', script: 'app.py', interpreter: '/usr/bin/python3', watch: ['app.py'] }],
};
