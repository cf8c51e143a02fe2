with open("weights.bin", "rb") as file:
    print(len(file.read()))
