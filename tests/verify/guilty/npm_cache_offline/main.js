console.log(require("./example/node_modules/ms")("2 days"));
