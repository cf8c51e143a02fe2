import os

with open(os.environ.get("REPORT", "/tmp/last"), "w") as file:
    file.write("x")
