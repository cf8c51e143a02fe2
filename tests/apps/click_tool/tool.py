#!/usr/bin/env python3
import getpass
import os

import click


@click.command()
@click.argument("name")
def greet(name):
    getpass.getuser()
    home = os.path.expanduser("~")
    with open(os.path.join(home, ".greeted"), "w") as file:
        file.write(name)
    click.echo(f"hello {name}")


greet()
