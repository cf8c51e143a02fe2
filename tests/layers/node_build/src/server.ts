import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import ms from 'ms';

const page = readFileSync(join(__dirname, '..', 'src', 'public', 'index.html'), 'utf8');

createServer((request, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end(page.replace('LIMIT', ms(60000)));
}).listen(3080);
