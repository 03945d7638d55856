"""A service with the interface of S3 on a port of this machine, in memory; prints the port, ends with its input."""

import sys

from moto.server import ThreadedMotoServer

server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
sys.stdout.write(f"{server.get_host_and_port()[1]}\n")
sys.stdout.flush()
sys.stdin.read()
server.stop()
