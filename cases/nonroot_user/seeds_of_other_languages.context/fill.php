<?php
file_put_contents(__DIR__ . "/orders.json", "[]");
