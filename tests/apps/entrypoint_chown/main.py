from pathlib import Path

print("media belongs to", Path("/app/media").owner())
