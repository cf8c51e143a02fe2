const fs = require('node:fs');
const http = require('node:http');

const spool = '/var/spool/outbox';
fs.mkdirSync(spool, {recursive: true});

http.createServer((request, response) => {
  fs.appendFileSync(`${spool}/log`, `${request.url}\n`);
  response.end('posted');
}).listen(80);
