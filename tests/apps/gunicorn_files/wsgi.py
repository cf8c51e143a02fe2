def app(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [f"you asked for {environ['PATH_INFO']}\n".encode()]
