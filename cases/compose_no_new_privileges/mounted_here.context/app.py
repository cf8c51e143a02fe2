open("/app/data/count", "w").write("1")
