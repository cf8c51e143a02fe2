# Writes the settings as a file of the administrator's.
use strict;
use warnings;

my ($uid, $gid) = (getpwnam("admin"))[2, 3] or die "there is no admin\n";
open(my $file, ">", "/srv/settings") or die "settings: $!\n";
print $file "colour = green\n";
chown($uid, $gid, $file) or die "settings: $!\n";
