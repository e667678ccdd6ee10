for (let line = 1; line <= 200_000; line += 1) console.log(`line ${line}`);
console.log('\u001b[1mthe end\u001b[0m');
setInterval(() => {}, 1000);
