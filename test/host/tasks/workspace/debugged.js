console.log('debugged');
