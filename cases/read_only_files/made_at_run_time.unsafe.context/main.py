from flask import Flask

app = Flask(__name__)


@app.get('/')
def index():
    return 'hello'


@app.post('/')
def upload():
    open('/app/uploads/last', 'w').write('x')
    return 'kept'


app.run(host='0.0.0.0', port=8000)
