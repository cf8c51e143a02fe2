ip link set lo mtu 1400
exec python main.py
