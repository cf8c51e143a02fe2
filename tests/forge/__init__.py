"""A forge for the tests: real git repositories, served over HTTP, with pull requests in memory."""
