const fs = require('fs');
const isNumber = require('is-number');

fs.mkdirSync('dist', {recursive: true});
fs.writeFileSync('dist/index.html', `<h1>built: ${isNumber('5')}</h1>\n`);
