"""The files: finding Dockerfiles, reading and replacing them, running over many."""
