with open("result.txt", "w") as file:
    file.write("42")
with open("result.txt") as file:
    print("wrote", file.read())
