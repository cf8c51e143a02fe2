from fastapi import FastAPI
from tokens import TokenMiddleware

app = FastAPI()
app.add_middleware(TokenMiddleware)


@app.get("/health")
def health():
    return {"ok": True}
