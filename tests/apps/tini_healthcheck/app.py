from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"well, thank you\n")


ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
