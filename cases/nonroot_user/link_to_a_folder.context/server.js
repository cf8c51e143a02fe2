const fs = require("fs");

fs.writeFileSync("uploads/a", "");
fs.mkdirSync(__dirname + "/reports/daily", { recursive: true });
