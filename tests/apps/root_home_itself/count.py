from pathlib import Path

state = Path("state.txt")
state.write_text("counted\n")
print(state.read_text().strip(), "in", Path.cwd())
