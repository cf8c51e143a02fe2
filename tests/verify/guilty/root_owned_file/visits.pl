# Counts how often it was run.
use strict;
use warnings;

my $count = 0;
if (open(my $old, "<", "counter")) {
    $count = <$old>;
}
$count++;
open(my $file, ">", "counter") or die "counter: $!\n";
print $file $count;
print "visit $count\n";
