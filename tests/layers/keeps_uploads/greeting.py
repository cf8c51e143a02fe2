GREETING = b"hello"
