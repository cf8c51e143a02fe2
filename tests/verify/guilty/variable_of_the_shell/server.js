const fs = require("fs");
const http = require("http");

const page = process.env.PWD + "/public/index.html";

http
  .createServer((request, response) => {
    fs.readFile(page, (error, text) => {
      response.writeHead(error ? 404 : 200);
      response.end(text);
    });
  })
  .listen(8000);
