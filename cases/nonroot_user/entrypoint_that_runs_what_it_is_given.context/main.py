import os

os.makedirs("/var/lib/orders", exist_ok=True)
