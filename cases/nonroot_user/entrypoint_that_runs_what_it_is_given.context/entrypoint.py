import os
import sys

os.environ.setdefault("MODE", "production")
os.execvp(sys.argv[1], sys.argv[1:])
