from http.server import BaseHTTPRequestHandler, HTTPServer

from greeting import GREETING


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with open("/app/uploads/last", "w") as file:
            file.write(self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(GREETING)


HTTPServer(("", 8091), Handler).serve_forever()
