"""Pull requests: branches, commits and reviews on GitHub, GitLab, Gitea and plain git."""
