import os
import sqlite3
from http.server import BaseHTTPRequestHandler, HTTPServer

FOLDER = os.environ.get("DATA_DIR", "/tmp/notes")
os.makedirs(FOLDER, exist_ok=True)
database = sqlite3.connect(os.path.join(FOLDER, "notes.db"))
database.execute("CREATE TABLE IF NOT EXISTS notes (text TEXT)")
database.execute("INSERT INTO notes VALUES ('remember')")
database.commit()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        (text,) = database.execute("SELECT text FROM notes").fetchone()
        self.wfile.write(text.encode())


HTTPServer(("", 8000), Handler).serve_forever()
