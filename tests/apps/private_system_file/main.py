with open("/etc/service/service.key") as file:
    print("key of", len(file.read().strip()), "letters")
