import rows  # noqa: F401
