"""What the build context and the image show of the program that a container starts."""
