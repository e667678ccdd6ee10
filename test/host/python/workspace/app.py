import os
import time

passes = 0
while True:
    passes += 1
    time.sleep(0.1)
