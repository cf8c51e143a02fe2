mkdir -p state
exec python main.py
