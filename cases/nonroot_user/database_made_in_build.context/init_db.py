import sqlite3

with sqlite3.connect("shop.db") as database:
    database.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)")
