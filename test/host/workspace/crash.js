console.error('\u001b[31mno database\u001b[0m');
process.exit(3);
