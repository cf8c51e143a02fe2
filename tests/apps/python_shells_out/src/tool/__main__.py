from tool.system import prepare

prepare()
print("prepared")
