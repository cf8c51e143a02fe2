const fs = require('fs');
const http = require('http');
const path = require('path');

const uploads = path.join(__dirname, 'uploads');

http.createServer((request, response) => {
  const file = path.join(uploads, path.basename(request.url));
  fs.writeFileSync(file, 'uploaded');
  response.end(fs.readFileSync(file));
}).listen(3000);
