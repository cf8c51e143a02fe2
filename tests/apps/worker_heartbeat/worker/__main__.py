import queue
import time
from pathlib import Path

HEARTBEAT = Path("/tmp/worker-heartbeat")

tasks = queue.Queue()
for number in range(3):
    tasks.put(number)

while True:
    HEARTBEAT.touch()
    try:
        print("task", tasks.get(timeout=0.5), "done")
    except queue.Empty:
        time.sleep(0.5)
