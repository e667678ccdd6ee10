const started = Date.now();
setInterval(() => started, 1000);
