from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

HITS = Path("hits.txt")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        HITS.write_text("hit\n")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(HITS.read_bytes())


HTTPServer(("", 8000), Handler).serve_forever()
