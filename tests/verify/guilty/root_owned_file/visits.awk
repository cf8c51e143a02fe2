# Counts how often it was run.
BEGIN {
    file = "counter"
    if ((getline count < file) <= 0) count = 0
    close(file)
    count++
    print count > file
    print "visit " count
}
