import os

os.makedirs("/var/lib/keeper", exist_ok=True)
