print(len(open("weights.bin", "rb").read()))
