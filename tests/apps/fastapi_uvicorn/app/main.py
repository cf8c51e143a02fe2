from fastapi import FastAPI

app = FastAPI()


@app.get("/items/{item}")
def read(item: int) -> dict[str, int]:
    return {"item": item}
