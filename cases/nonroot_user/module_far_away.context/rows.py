import disk  # noqa: F401
