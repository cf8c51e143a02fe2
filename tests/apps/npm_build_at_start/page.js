console.log(`<p>${require('is-number')('12')}</p>`);
