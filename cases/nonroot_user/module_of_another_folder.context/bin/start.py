import keeper.files  # noqa: F401
