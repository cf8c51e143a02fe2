import os

import psycopg2

print(os.environ["GREETING"], os.getcwd(), psycopg2.__libpq_version__ > 0)
