import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import click


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(click.unstyle("from the venv").encode())


with open("settings.json") as file:
    port = json.load(file)["port"]
ThreadingHTTPServer(("0.0.0.0", port), Handler).serve_forever()
