require("http").createServer((q, s) => s.end("hello")).listen(3000);
