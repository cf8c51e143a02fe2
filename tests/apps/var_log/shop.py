import logging
from http.server import BaseHTTPRequestHandler, HTTPServer

logging.basicConfig(filename="/var/log/shop/shop.log", level=logging.INFO)


class Shop(BaseHTTPRequestHandler):
    def do_GET(self):
        logging.info("asked for %s", self.path)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"open all day\n")


HTTPServer(("", 8000), Shop).serve_forever()
