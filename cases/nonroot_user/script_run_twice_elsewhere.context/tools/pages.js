require("fs").mkdirSync("/srv/pages", { recursive: true });
