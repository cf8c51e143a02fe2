import importlib
from pathlib import Path

name = Path("module.txt").read_text().strip()
module = importlib.import_module(name)
print("loaded", module.__name__)
