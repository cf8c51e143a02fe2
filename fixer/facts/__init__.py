"""What is known of base images and command lines, without building or asking anything."""
