import logging

logging.basicConfig(filename="/var/log/orders.log")
with open("spool/first", "w") as file:
    file.write("1")
