<?php file_put_contents('uploads/' . time(), 'seen');
