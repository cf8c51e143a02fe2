const express = require('express');

const app = express();
app.get('/', (request, response) => response.send('hello from express'));
app.listen(8080, '0.0.0.0');
