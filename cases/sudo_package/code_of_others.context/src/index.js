console.log('If this fails, ask for sudo rights.');
