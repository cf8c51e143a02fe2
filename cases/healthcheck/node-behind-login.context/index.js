import express from 'express'
import { login } from './login.js'

const app = express()
app.use(login)
app.get('/health', (req, res) => res.send('ok'))
app.listen(8080)
