import disk
