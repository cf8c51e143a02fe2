"""YAML files: read with the place of every value, and edited where they stand."""
