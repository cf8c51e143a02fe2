import sys

import click

print("found", click.__name__, "in", sys.prefix.split("/")[-1][:4])
