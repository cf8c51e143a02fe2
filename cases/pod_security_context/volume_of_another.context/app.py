from flask import Flask

app = Flask(__name__)


@app.get("/")
def index() -> str:
    return "fine"


app.run(host="0.0.0.0", port=80)
