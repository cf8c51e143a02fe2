import configparser
import json
import os

settings = configparser.ConfigParser()
settings.read("settings.ini")
target = settings.get("store", "file")
os.makedirs(os.path.dirname(target), exist_ok=True)
with open(target, "w") as file:
    json.dump(["one"], file)
print("stored")
