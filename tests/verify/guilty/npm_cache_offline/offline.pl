# Installs what a folder's package.json asks for from what npm has fetched already.
use strict;
use warnings;

chdir(shift) or die "there is no such folder: $!\n";
exec("npm", "install", "--offline", "--no-audit", "--no-fund") or die "npm: $!\n";
