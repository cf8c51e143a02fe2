from pathlib import Path

import click

click.echo("data: " + Path("fetched.txt").read_text().strip())
