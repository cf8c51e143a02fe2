# Tells what was started last below the first process.
use strict;
use warnings;

open(my $pipe, "-|", "pstree", "-A", "1") or die "pstree: $!\n";
my ($last) = join("", <$pipe>) =~ /(\w+)\s*\z/;
print "started last: $last\n";
