const fs = require("fs");
require("http").createServer((request, response) => {
  fs.appendFileSync("/opt/orders/today.log", request.url);
  response.end();
}).listen(3000);
