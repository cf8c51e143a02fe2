"""The fixer in an editor: a language server.

https://microsoft.github.io/language-server-protocol/
"""
