const fs = require('fs');
const http = require('http');

http.createServer((request, response) => response.end(fs.readFileSync('dist/index.html')))
  .listen(process.env.PORT || 8080);
