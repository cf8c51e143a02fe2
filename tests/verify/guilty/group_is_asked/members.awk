# Tells the members of a group.
BEGIN {
    FS = ":"
    group = ARGV[1]
    ARGV[1] = "/etc/group"
}

$1 == group { print group ": " $4 }
