import os
import sqlite3

os.makedirs("/var/lib/shop", exist_ok=True)
sqlite3.connect("/var/lib/shop/shop.db").execute("select 1")
