from pathlib import Path

folder = Path.home() / ".orders"
folder.mkdir(exist_ok=True)
