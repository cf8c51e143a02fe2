const fs = require("fs");

fs.writeFileSync("notes.json", "[]");
