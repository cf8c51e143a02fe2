# Copies the wheels that pip has built to a folder.
use strict;
use warnings;
use File::Copy;

my $folder = shift or die "which folder?\n";
mkdir $folder;
chomp(my @wheels = qx(pip cache list --format=abspath));
die "pip has built no wheels\n" unless @wheels;
copy($_, $folder) or die "$_: $!\n" for @wheels;
