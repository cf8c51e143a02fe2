"""Counts the words of a text and keeps the result beside itself."""

import json
from pathlib import Path

HERE = Path(__file__).parent

words = (HERE / "text.txt").read_text().split()
(HERE / "report.json").write_text(json.dumps({"words": len(words)}))
print((HERE / "report.json").read_text())
