const fs = require("fs");

fs.appendFileSync("notes.json", "\n");
