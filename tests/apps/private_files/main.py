import configparser

settings = configparser.ConfigParser()
with open("settings.ini") as file:
    settings.read_file(file)
print("greeting:", settings["words"]["greeting"])
