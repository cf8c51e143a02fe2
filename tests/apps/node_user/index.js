const fs = require('fs');

fs.writeFileSync('state.json', '{"ok": true}');
console.log(fs.readFileSync('state.json', 'utf8'));
