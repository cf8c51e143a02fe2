const express = require('express')
const { PORT = 3000 } = process.env
const app = express()

app.use(express.json())
app.get('/health', (req, res) => res.json({ ok: true }))
app.get('/orders/:id', (req, res) => res.json({ id: req.params.id }))

app.listen(PORT, '0.0.0.0', () => console.log('ready'))
