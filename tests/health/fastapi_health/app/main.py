from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.middleware.gzip import GZipMiddleware


def known(token: str = Header()) -> None:
    if token != "open sesame":
        raise HTTPException(403)


app = FastAPI()
app.add_middleware(GZipMiddleware)


@app.get("/status")
def status(job: int) -> dict:
    return {"job": job}


@app.get("/health", dependencies=[Depends(known)])
def inner() -> dict:
    return {"ok": True}


@app.get("/healthz")
async def healthz() -> dict:
    return {"ok": True}
