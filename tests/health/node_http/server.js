const http = require('http')

const PORT = process.env.PORT || 3000

const server = http.createServer((req, res) => {
  if (req.url === '/healthz') {
    res.writeHead(204)
    res.end()
    return
  }
  res.writeHead(401)
  res.end('who are you?')
})

server.listen(PORT, () => console.log(`listening on ${PORT}`))
process.on('SIGTERM', () => process.exit(0))
