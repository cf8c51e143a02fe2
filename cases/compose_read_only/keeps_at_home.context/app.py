import os

folder = os.path.join(os.environ["HOME"], ".cache", "web")
os.makedirs(folder, exist_ok=True)
