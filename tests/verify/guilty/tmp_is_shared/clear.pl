# Takes a file that is done away.
use strict;
use warnings;

my $file = shift;
unlink($file) or die "$file: $!\n";
print "$file is done\n";
