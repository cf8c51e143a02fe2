# Installs the packages that a list names.
use strict;
use warnings;

chomp(my @names = <>);
system("apt-get", "install", "-y", @names) and die "apt-get has failed\n";
