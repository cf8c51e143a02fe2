from aiohttp import web


async def index(request):
    return web.json_response({"query": dict(request.query)})


app = web.Application()
app.add_routes([web.get("/", index)])
web.run_app(app, port=8080)
