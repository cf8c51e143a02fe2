import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    print("bound:", server.getsockname()[1] > 0)
