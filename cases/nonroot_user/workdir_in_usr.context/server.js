const fs = require("fs");
require("http").createServer((request, response) => {
  fs.appendFileSync("notes.txt", `${request.url}\n`);
  response.end("kept");
}).listen(3000);
