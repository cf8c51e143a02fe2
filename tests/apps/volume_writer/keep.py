import os

folder = "/data"
with open(os.path.join(folder, "x"), "a") as file:
    file.write("kept\n")
with open(os.path.join(folder, "x")) as file:
    print(file.read().strip())
