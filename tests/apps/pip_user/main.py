import click

click.echo(click.style("found", reset=False))
