import sqlite3

with sqlite3.connect("shop.db") as database:
    database.execute("INSERT INTO orders DEFAULT VALUES")
