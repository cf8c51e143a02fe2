with open("token.txt") as file:
    print("token:", file.read().strip())
