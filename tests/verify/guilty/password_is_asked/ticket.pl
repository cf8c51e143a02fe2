# Writes a ticket for who knows the password of an account.
use strict;
use warnings;

my ($name, $said) = @ARGV;
my $kept = (getpwnam($name))[1];
die "that is not the password of $name\n" unless crypt($said, $kept) eq $kept;
print "a ticket for $name\n";
