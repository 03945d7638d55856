"""Ask the running ledger whether it lives; the exit status says whether it answered. The container calls this."""

import http.client
import os
import sys

HEALTH = "/healthz"


def answers(port: int) -> bool:
    """Whether the ledger answers on this machine with anything but a failure of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", HEALTH)
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not answers(int(os.environ.get("PORT") or "8000")))
