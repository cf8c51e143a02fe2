"""Stand-ins for registries, all on the loopback interface."""
