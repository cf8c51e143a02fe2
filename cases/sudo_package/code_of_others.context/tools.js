require('child_process').execSync('sudo true');
