from pathlib import Path

counted = Path("counted.txt")
counted.write_text(str(int(counted.read_text() if counted.exists() else 0) + 1))
