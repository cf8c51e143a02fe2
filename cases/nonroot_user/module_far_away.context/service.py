import orders  # noqa: F401
