"""`python -m fixer`: the command `fix`, without anything from the current folder.

What Python itself loads before this file is run still comes from there first, as does `fixer`. In
a folder that is not one's own, the installed command `fix` or `python -P -m fixer` load nothing.
"""

import sys

# Python puts the current folder first on the path. In a repository that is not one's own, a
# `click.py` lying there would be run in place of the library.
if __name__ == "__main__" and not sys.flags.safe_path:
    del sys.path[0]

if __name__ == "__main__":
    from fixer.start import main

    main()
