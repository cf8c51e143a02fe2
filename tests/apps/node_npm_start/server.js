const http = require('http');
const os = require('os');

http.createServer((request, response) => {
  os.userInfo(); // throws where the user has no name
  response.end('tick\n');
}).listen(3000);
