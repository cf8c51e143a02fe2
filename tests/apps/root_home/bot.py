print("beep")
