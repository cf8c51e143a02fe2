require('child_process').execFileSync('./bin/reload.sh', { stdio: 'inherit' });
