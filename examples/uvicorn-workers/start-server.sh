#!/bin/sh
# The server without Drover: WORKERS of the shell or of .env, else one worker for each core; DEV_MODE=true reloads.
cd "$(dirname "$0")" && exec python3 -m server.main
