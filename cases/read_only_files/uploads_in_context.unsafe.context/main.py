from flask import Flask

app = Flask(__name__)


@app.get("/")
def index():
    return "hello"


@app.post("/")
def upload():
    with open("/app/uploads/last", "w") as file:
        file.write("x")
    return "kept"


app.run(host="0.0.0.0", port=8000)
