import urllib.request

with open("weights.bin", "wb") as file:
    file.write(urllib.request.urlopen("https://example.com/weights.bin").read())
